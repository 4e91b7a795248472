"""The benchmark's opponent: torchvision's resnet18 up to its features, eager, in inference mode."""

import sys
import time

import numpy
import torch
from torchvision.models import resnet18


def main(folder, layout, threads, size, side):
    torch.set_num_threads(int(threads))
    module = resnet18(weights=None).eval()
    module.fc = torch.nn.Identity()
    inputs = torch.from_numpy(numpy.fromfile(folder + "/inputs.f32", numpy.float32))
    inputs = inputs.reshape(-1, 3, int(side), int(side)).split(int(size))
    if layout == "channels_last":
        module = module.to(memory_format=torch.channels_last)
        inputs = [x.to(memory_format=torch.channels_last) for x in inputs]
    print(f"PyTorch {torch.__version__}, {layout}", flush=True)
    with torch.inference_mode():
        for line in sys.stdin:
            _, count = line.split()
            begun = time.perf_counter()
            for i in range(int(count)):
                module(inputs[i % len(inputs)])
            print(time.perf_counter() - begun, flush=True)


main(*sys.argv[1:])

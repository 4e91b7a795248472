"""The benchmark's opponent: eager PyTorch with the fused Adam, all tensors in memory. Takes commands on standard input."""

import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F

from atelier import build, read_safetensors


def main(folder, layout, threads):
    torch.set_num_threads(int(threads))
    job = json.load(open(folder + "/job.json"))
    size = job["training"]["batchSize"]
    labels = torch.from_numpy(numpy.fromfile(folder + "/labels.i32", numpy.int32)).long().split(size)
    inputs = torch.from_numpy(numpy.fromfile(folder + "/inputs.f32", numpy.float32)).reshape(-1, 1, 28, 28).split(size)
    weights = {name: torch.from_numpy(values) for name, values in read_safetensors(folder + "/model.safetensors").items()}
    module = build("cnn", job["model"], 1, 28, 28, 10)
    if layout == "channels_last":
        module = module.to(memory_format=torch.channels_last)
        inputs = [x.to(memory_format=torch.channels_last) for x in inputs]
    optimizer = torch.optim.Adam(module.parameters(), lr=job["training"]["optimizer"]["learningRate"], fused=True)

    def step(i):
        optimizer.zero_grad()
        loss = F.cross_entropy(module(inputs[i % len(inputs)]), labels[i % len(labels)])
        loss.backward()
        optimizer.step()
        return loss

    module.load_state_dict(weights)
    print(f"PyTorch {torch.__version__}, {layout}", flush=True)
    for line in sys.stdin:
        command, count = line.split()
        if command == "losses":
            print(*(step(i).item() for i in range(int(count))), flush=True)
        else:
            begun = time.perf_counter()
            for i in range(int(count)):
                step(i)
            print(time.perf_counter() - begun, flush=True)


main(*sys.argv[1:])

"""Writes what ResNet18Test and WeightsFileTest compare with: torchvision's resnet18 with weights by a formula, and small
files of weights. Needs torch, torchvision and numpy.

    python3 golden.py ../resources/dev/atelier/transfer
"""

import json
import struct
import sys
import zlib
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models import resnet18

SIDE, BATCH, CLASSES = 64, 3, 10
SHOWN = 12


def noise(name, size):
    """Numbers in [-1, 1) by a formula, so that no large file of weights is needed."""
    i = numpy.arange(size, dtype=numpy.uint64)
    mixed = (i * numpy.uint64(2654435761) + numpy.uint64(zlib.crc32(name.encode()))) & numpy.uint64(0xFFFFFFFF)
    mixed = (mixed ^ (mixed >> numpy.uint64(15))) * numpy.uint64(2246822519) & numpy.uint64(0xFFFFFFFF)
    mixed = (mixed ^ (mixed >> numpy.uint64(13))) * numpy.uint64(3266489917) & numpy.uint64(0xFFFFFFFF)
    return (mixed ^ (mixed >> numpy.uint64(16))).astype(numpy.float64) / 2**31 - 1


def formula(name, shape):
    values = noise(name, int(numpy.prod(shape)))
    if len(shape) > 1:
        values *= numpy.sqrt(6 / numpy.prod(shape[1:]))
    elif name.endswith("running_var"):
        values = 1 + 0.5 * values
    elif name.endswith("weight"):
        values = 1 + 0.2 * values
    else:
        values *= 0.1
    return torch.from_numpy(values.astype(numpy.float32)).reshape(shape)


def network(hidden=()):
    module = resnet18(weights=None)
    layers, inputs = [], 512
    for width in hidden:
        layers += [nn.Linear(inputs, width), nn.ReLU()]
        inputs = width
    layers.append(nn.Linear(inputs, CLASSES))
    module.fc = layers[0] if len(layers) == 1 else nn.Sequential(*layers)
    state = {name: formula(name, tensor.shape) if tensor.dtype.is_floating_point else tensor
             for name, tensor in module.state_dict().items()}
    module.load_state_dict(state)
    return module


def digest_of(tensor):
    flat = tensor.detach().reshape(-1).double()
    return {"first": flat[:SHOWN].tolist(), "norm": flat.norm().item(), "sum": flat.sum().item()}


def case(hidden, statistics, trainable):
    """One training step's loss, logits and gradients, and running statistics after it."""
    module = network(hidden)
    cut = {"head": ["fc"], "layer4": ["layer4", "fc"], "all": None}[trainable]
    module.train()
    for name, child in module.named_children():
        if cut is not None and name not in cut:
            child.requires_grad_(False)
            if statistics == "eval":
                child.eval()
    x = torch.from_numpy(noise("images", BATCH * 3 * SIDE * SIDE).astype(numpy.float32)).reshape(BATCH, 3, SIDE, SIDE)
    y = torch.tensor([3, 0, 7])
    logits = module(x)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    after = module.state_dict()
    inference = network(hidden).eval()
    with torch.no_grad():
        inferred = inference(x)
    return {
        "hidden": list(hidden), "batchNorm": statistics, "trainable": trainable,
        "inference": inferred.reshape(-1).tolist(),
        "logits": logits.detach().reshape(-1).tolist(), "loss": loss.item(),
        "gradients": {name: digest_of(p.grad) for name, p in module.named_parameters() if p.grad is not None},
        "statistics": {name: digest_of(after[name]) for name in
                       ["bn1.running_mean", "layer2.0.downsample.1.running_var", "layer3.1.bn2.running_var",
                        "layer4.1.bn2.running_mean"]},
    }


def weights_files(folder):
    """The same tensors as torch.save and as safetensors, and pickles that must be refused."""
    torch.manual_seed(5)
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    tensors = {"a.weight": torch.randn(2, 3, 1, 2), "b.bias": torch.randn(5), "count": torch.tensor(7),
               "turned": base.t(), "part": base[1:3, 2:5]}
    torch.save(tensors, folder / "small.pth")
    module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))
    torch.save(module.state_dict(), folder / "module.pth")
    save_safetensors(folder / "small.safetensors", tensors)
    save_safetensors(folder / "module.safetensors", module.state_dict())
    torch.save({"a.weight": torch.zeros(2), "surprise": Surprise()}, folder / "surprise.pth")
    torch.save({"half": torch.zeros(2, dtype=torch.float16)}, folder / "half.pth")


class Surprise:
    def __reduce__(self):
        return eval, ("1 + 1",)


def save_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        raw = tensor.contiguous().numpy().tobytes()
        kind = "F32" if tensor.dtype == torch.float32 else "I64"
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main(folder):
    torch.set_num_threads(2)
    cases = [case((), "eval", "head"), case((256, 128), "eval", "head"), case((), "train", "head"),
             case((16,), "eval", "layer4"), case((), "train", "layer4"), case((), "eval", "all")]
    (Path(folder) / "golden.json").write_text(json.dumps({"side": SIDE, "batch": BATCH, "labels": [3, 0, 7], "cases": cases}))
    weights_files(Path(folder))


main(sys.argv[1])

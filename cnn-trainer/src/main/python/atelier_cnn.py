"""Atelier's convolutional networks as PyTorch modules, for whoever wants to use a trained one in Python.

    python3 atelier_cnn.py FOLDER IMAGES

FOLDER is that of a finished job, with model.json and model.safetensors; IMAGES is an IDX file of images, plain or .gz.
Prints the logits of the first images; with predictions.safetensors in the folder and the test images it also prints how
far PyTorch's probabilities are from Atelier's. Needs torch and numpy.
"""

import gzip
import json
import struct
import sys
from collections import OrderedDict
from pathlib import Path

import numpy
import torch
from torch import nn

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "leakyRelu": lambda: nn.LeakyReLU(0.01)}


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(OrderedDict(
                conv=nn.Conv2d(inputs, outputs, 1, stride, bias=False), norm=nn.BatchNorm2d(outputs)))

    def forward(self, x):
        y = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


def plain(spec, channels, height, width, classes):
    layers = OrderedDict()
    pooled = False
    for i, filters in enumerate(spec["filters"], 1):
        layers[f"conv{i}"] = nn.Conv2d(channels, filters, spec["kernel"], padding="same", bias=not spec["batchNorm"])
        if spec["batchNorm"]:
            layers[f"norm{i}"] = nn.BatchNorm2d(filters)
        layers[f"activate{i}"] = ACTIVATIONS[spec["activation"]]()
        channels = filters
        if height >= 2 and width >= 2:
            layers[f"pool{i}"] = nn.MaxPool2d(2)
            height, width = height // 2, width // 2
            if not pooled:
                layers["drop_channels"] = nn.Dropout2d(spec["dropout"] / 2)
            pooled = True
    layers["flatten"] = nn.Flatten()
    inputs = channels * height * width
    for i, outputs in enumerate(spec["hidden"], 1):
        layers[f"hidden{i}"] = nn.Linear(inputs, outputs)
        layers[f"activate_hidden{i}"] = ACTIVATIONS[spec["activation"]]()
        inputs = outputs
    layers["drop"] = nn.Dropout(spec["dropout"])
    layers["output"] = nn.Linear(inputs, classes)
    return nn.Sequential(layers)


def resnet(spec, channels, classes):
    stages = []
    inputs = spec["stem"]
    for width, blocks in zip(spec["widths"], spec["blocks"]):
        stages.append(nn.Sequential(*(
            BasicBlock(inputs if block == 0 else width, width, 2 if block == 0 else 1) for block in range(blocks))))
        inputs = width
    return nn.Sequential(OrderedDict(
        stem=nn.Sequential(OrderedDict(
            conv=nn.Conv2d(channels, spec["stem"], 3, padding=1, bias=False),
            norm=nn.BatchNorm2d(spec["stem"]),
            activate=nn.ReLU())),
        stages=nn.Sequential(*stages),
        average=nn.AdaptiveAvgPool2d(1),
        flatten=nn.Flatten(),
        output=nn.Linear(inputs, classes)))


def build(spec, channels, height, width, classes):
    """The module of a job's model section."""
    if spec["kind"] == "plain":
        return plain(spec, channels, height, width, classes)
    return resnet(spec, channels, classes)


def read_safetensors(path):
    data = Path(path).read_bytes()
    size, = struct.unpack("<Q", data[:8])
    types = {"F32": numpy.float32, "I64": numpy.int64}
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            begin, end = (8 + size + offset for offset in entry["data_offsets"])
            values = numpy.frombuffer(data[begin:end], types[entry["dtype"]])
            tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


def load(folder):
    """A finished job's module in inference mode, and the contents of its model.json."""
    description = json.loads((Path(folder) / "model.json").read_text())
    shape = description["input"]
    module = build(description["model"], shape["channels"], shape["height"], shape["width"], len(description["classes"]))
    weights = read_safetensors(Path(folder) / "model.safetensors")
    missing, unexpected = module.load_state_dict(weights, strict=False)
    wrong = unexpected + [name for name in missing if not name.endswith("num_batches_tracked")]
    if wrong:
        raise ValueError(f"tensors that are missing or unknown: {wrong}")
    return module.eval(), description


def normalized(images, normalization):
    """Bytes of shape [images, channels, height, width] as the network takes them."""
    x = torch.from_numpy(images.astype(numpy.float64))
    mean = torch.tensor(normalization["mean"], dtype=torch.float64).reshape(1, -1, 1, 1)
    std = torch.tensor(normalization["std"], dtype=torch.float64).reshape(1, -1, 1, 1)
    scaled = x * normalization["scale"]
    return ((scaled - mean) / std).float()


def read_idx(path):
    data = Path(path).read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    count, height, width = struct.unpack(">III", data[4:16])
    return numpy.frombuffer(data, numpy.uint8, offset=16).reshape(count, 1, height, width)


def shifted(images, right, down):
    """The images so many pixels further right and down, with zeros where nothing was."""
    height, width = images.shape[2:]
    margin = max(abs(right), abs(down))
    padded = numpy.pad(images, ((0, 0), (0, 0), (margin, margin), (margin, margin)))
    return padded[:, :, margin - down:margin - down + height, margin - right:margin - right + width]


def looks(images, description):
    """The images as published, then as they look in each other way over which the job averaged its probabilities."""
    by = description.get("shiftAverage")
    shifts = [(0, 0)] if by is None else [(0, 0), (by, 0), (-by, 0), (0, by), (0, -by)]
    for flip in (False, True) if description["flipAverage"] else (False,):
        for right, down in shifts:
            yield shifted(images[..., ::-1] if flip else images, right, down)


def answer(module, images, description):
    """Logits of bytes of shape [images, channels, height, width]."""
    return torch.cat([module(part) for part in normalized(images, description["normalization"]).split(256)])


def main(folder, images):
    module, description = load(folder)
    published = read_idx(images)
    with torch.no_grad():
        answers = [answer(module, look, description) for look in looks(published, description)]
    logits = answers[0]
    torch.set_printoptions(precision=5, linewidth=140, sci_mode=False)
    print(logits[:5])
    predictions = Path(folder) / "predictions.safetensors"
    if predictions.exists():
        stored = read_safetensors(predictions)["probabilities"]
        probabilities = torch.stack([each.softmax(1) for each in answers]).mean(0)
        print(f"largest difference of {stored.numel()} probabilities: {(probabilities - stored).abs().max():.2e}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

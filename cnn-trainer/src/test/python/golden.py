"""Writes golden.json: small trainings in PyTorch, which GoldenTest repeats. Needs torch.

    python3 golden.py > ../resources/dev/atelier/cnn/algorithm/golden.json
"""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

ROOT = Path(__file__).resolve().parents[4]
sys.path += [str(ROOT / "clients/python"), str(ROOT / "trainer-runtime/api/src/test/python")]
from atelier import build  # noqa: E402
from random_golden import Stream  # noqa: E402

CHANNELS, SIDE, CLASSES, BATCH, STEPS = 2, 9, 4, 6, 10
DROPOUT = 7
PLAIN = {"kind": "plain", "filters": [3, 5], "kernel": 3, "batchNorm": False, "hidden": [7], "dropout": 0,
         "activation": "relu", "init": "pytorch"}
RESNET = {"kind": "resnet", "stem": 3, "widths": [4, 6], "blocks": [1, 2]}
ADAM = {"name": "adam", "learningRate": 0.01}

CASES = {
    "plain, Adam": (PLAIN, {"optimizer": ADAM}),
    "kernel 4, two hidden layers, tanh": (PLAIN | {"kernel": 4, "hidden": [6, 5], "activation": "tanh"}, {"optimizer": ADAM}),
    "no hidden layer, leaky ReLU": (PLAIN | {"hidden": [], "activation": "leakyRelu"}, {"optimizer": ADAM}),
    "batch norm": (PLAIN | {"batchNorm": True}, {"optimizer": ADAM}),
    "dropout": (PLAIN | {"dropout": 0.4}, {"optimizer": ADAM}),
    "Adam with weight decay": (PLAIN, {"optimizer": ADAM | {"weightDecay": 0.1, "betas": [0.8, 0.95], "eps": 1e-5}}),
    "AdamW": (PLAIN, {"optimizer": {"name": "adamw", "learningRate": 0.01, "weightDecay": 0.1}}),
    "SGD": (PLAIN, {"optimizer": {"name": "sgd", "learningRate": 0.05}}),
    "SGD, momentum, weight decay": (
        PLAIN, {"optimizer": {"name": "sgd", "learningRate": 0.05, "momentum": 0.9, "weightDecay": 0.01}}),
    "SGD, Nesterov": (
        PLAIN, {"optimizer": {"name": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": True, "weightDecay": 0.01}}),
    "label smoothing": (PLAIN, {"optimizer": ADAM, "labelSmoothing": 0.1}),
    "clipping": (PLAIN, {"optimizer": {"name": "sgd", "learningRate": 0.05}, "gradientClipNorm": 0.05}),
    "averaged weights": (PLAIN | {"batchNorm": True}, {"optimizer": ADAM, "emaDecay": 0.7}),
    "L1 and L2": (PLAIN, {"optimizer": {"name": "sgd", "learningRate": 0.05}, "l1": 0.06, "l2": 0.3}),
    "resnet, SGD, Nesterov": (
        RESNET, {"optimizer": {"name": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": True}}),
    "resnet, AdamW, smoothing, averages": (
        RESNET, {"optimizer": {"name": "adamw", "learningRate": 0.01, "weightDecay": 0.05}, "labelSmoothing": 0.1,
                 "emaDecay": 0.9}),
}


def wave(size, phase, scale, shape):
    """Numbers by a formula, so that no file of weights is needed."""
    i = torch.arange(size, dtype=torch.float64)
    return (scale * torch.sin(0.7 * i + phase + 0.001 * i * i)).float().reshape(shape)


def initialise(module):
    for number, (name, tensor) in enumerate(sorted(module.named_parameters())):
        with torch.no_grad():
            if "norm" in name and name.endswith("weight"):
                tensor.copy_(1 + wave(tensor.numel(), number, 0.2, tensor.shape))
            else:
                tensor.copy_(wave(tensor.numel(), number, 0.3, tensor.shape))


class GivenDropout(torch.nn.Module):
    """Dropout whose factors are Atelier's."""

    def __init__(self, p, channels, streams):
        super().__init__()
        self.p, self.channels, self.streams = p, channels, streams

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        shape = (*x.shape[:2], 1, 1) if self.channels else x.shape
        draws = [0.0 if self.streams[0].double() < self.p else 1 / (1 - self.p) for _ in range(math.prod(shape))]
        return x * torch.tensor(draws).reshape(shape)


def optimizer_of(module, settings):
    o, weights = settings["optimizer"], module.parameters()
    if o["name"] == "sgd":
        return torch.optim.SGD(weights, lr=o["learningRate"], momentum=o.get("momentum", 0),
                               nesterov=o.get("nesterov", False), weight_decay=o.get("weightDecay", 0))
    kind = torch.optim.Adam if o["name"] == "adam" else torch.optim.AdamW
    return kind(weights, lr=o["learningRate"], betas=tuple(o.get("betas", (0.9, 0.999))), eps=o.get("eps", 1e-8),
                weight_decay=o.get("weightDecay", 0))


def run(model, training):
    module = build("cnn", model, CHANNELS, SIDE, SIDE, CLASSES)
    streams = [None]
    if model.get("dropout"):
        module.drop_channels = GivenDropout(model["dropout"] / 2, True, streams)
        module.drop = GivenDropout(model["dropout"], False, streams)
    initialise(module)
    shapes = {name: list(tensor.shape) for name, tensor in module.named_parameters()}
    average = {name: tensor.detach().clone() for name, tensor in module.named_parameters()}
    optimizer = optimizer_of(module, training)
    x = wave(BATCH * CHANNELS * SIDE * SIDE, 0.5, 1.0, (BATCH, CHANNELS, SIDE, SIDE))
    y = torch.arange(BATCH) % CLASSES
    losses, norms = [], []
    for step in range(STEPS):
        streams[0] = Stream(42, DROPOUT, 0, step)
        module.train()
        optimizer.zero_grad()
        loss = F.cross_entropy(module(x), y, label_smoothing=training.get("labelSmoothing", 0))
        loss.backward()
        with torch.no_grad():
            for name, tensor in module.named_parameters():
                if name.endswith("weight") and "norm" not in name:
                    tensor.grad += training.get("l1", 0) / BATCH * tensor.sign() + training.get("l2", 0) / BATCH * tensor
        norms.append(torch.nn.utils.clip_grad_norm_(
            module.parameters(), training.get("gradientClipNorm") or math.inf).item())
        optimizer.step()
        losses.append(loss.item())
        for name, tensor in module.named_parameters():
            average[name].lerp_(tensor.detach(), 1 - training["emaDecay"] if "emaDecay" in training else 1)
    module.load_state_dict(average, strict=False)
    module.eval()
    with torch.no_grad():
        logits = module(x)
    return {"job": {"family": "cnn", "seed": 42, "model": model, "training": {"batchSize": BATCH} | training},
            "parameters": sum(math.prod(shape) for shape in shapes.values()), "shapes": shapes,
            "losses": losses, "gradientNorms": norms, "logits": logits.flatten().tolist()}


if __name__ == "__main__":
    torch.set_num_threads(1)
    json.dump({"channels": CHANNELS, "side": SIDE, "classes": CLASSES, "batch": BATCH,
               "cases": {name: run(*case) for name, case in CASES.items()}}, sys.stdout, indent=1)
    print()

"""Atelier's trained networks in Python, from the folder of a job's result. Needs numpy, and torch where torch is named.

    import atelier
    model = atelier.load(".atelier/data/artifacts/jobs/JOB")
    model.predict(images)     # numpy.uint8 [n, height, width] or [n, channels, height, width] -> probabilities [n, classes]
    model.torch()             # a torch.nn.Module of the same
    model.network()           # the torch.nn.Module inside it, which takes normalised images

    python3 atelier.py FOLDER --images t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz

prints the accuracy on these images and the one that the job reported, and exits with 1 if they differ; with --torch it
computes with PyTorch.
"""

import argparse
import gzip
import json
import re
import struct
import sys
import zlib
from collections import OrderedDict
from pathlib import Path

import numpy

FORMAT = 2
EPSILON = 1e-5  # of batch norm
LEAK = 0.01  # of leakyRelu
BATCH = 64
FIELDS = {"family", "model", "input", "classes", "normalization", "metrics"}  # of model.json that are needed
TYPES = {"F32": numpy.float32, "F64": numpy.float64, "F16": numpy.float16, "I64": numpy.int64, "I32": numpy.int32,
         "U8": numpy.uint8, "BOOL": numpy.bool_}


# --- Files ----------------------------------------------------------------------------------------------------------

def load(folder):
    """The model of a completed job, from the folder with its model.json and model.safetensors."""
    folder = Path(folder)
    if not (folder / "model.json").exists():
        raise ValueError(f"{folder} has no model.json; expected the folder of a completed job's result, such as "
                         ".atelier/data/artifacts/jobs/JOB")
    try:
        description = json.loads(_bytes(folder / "model.json"))
    except ValueError as e:
        raise ValueError(f"{folder / 'model.json'} is cut off, or damaged: {e}") from e
    if not isinstance(description, dict) or not FIELDS <= description.keys():
        raise ValueError(f"{folder / 'model.json'} does not describe a model: it lacks some of {', '.join(sorted(FIELDS))}")
    if description.get("format", 1) > FORMAT:
        raise ValueError(f"model.json has the format {description['format']}; expected at most {FORMAT}: this atelier.py "
                         "is older than the trainer")
    weights = read_safetensors(folder / "model.safetensors")
    try:
        if description["family"] == "mlp":
            weights = _current(weights, len(description["model"]["hidden"]))
        return Model(description, _Tensors(weights))
    except (KeyError, TypeError) as e:
        raise ValueError(f"{folder / 'model.json'} does not describe a model: {type(e).__name__} {e}") from e


def _bytes(path):
    try:
        return Path(path).read_bytes()
    except OSError as e:
        raise ValueError(f"{path} cannot be read: {e.strerror}") from e


class _Tensors(dict):
    """Arrays by name, of which one that is not there is reported in a sentence."""

    def __missing__(self, name):
        raise ValueError(f"model.safetensors has no tensor {name}; expected the weights of the network in model.json")


def load_idx(path):
    """An array of an IDX file of bytes, plain or .gz: images [n, height, width] or labels [n]."""
    data = _bytes(path)
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (EOFError, OSError, zlib.error) as e:
            raise ValueError(f"{path} is cut off, or damaged: {e}") from e
    if len(data) < 4 or data[:3] != b"\x00\x00\x08" or len(data) < 4 + 4 * data[3]:
        raise ValueError(f"{path} is not an IDX file of bytes")
    shape = struct.unpack(f">{data[3]}I", data[4:4 + 4 * data[3]])
    values = numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3])
    if values.size != int(numpy.prod(shape, dtype=object)):
        raise ValueError(f"{path} has {values.size} values; expected {' x '.join(map(str, shape))}")
    return values.reshape(shape)


def read_safetensors(path):
    """The tensors of a safetensors file as arrays, by name."""
    data = _bytes(path)
    size = struct.unpack("<Q", data[:8])[0] if len(data) >= 8 else len(data)
    try:
        header = json.loads(data[8:8 + size]) if size <= len(data) - 8 else None
    except ValueError:
        header = None
    if not isinstance(header, dict):
        raise ValueError(f"{path} is not a safetensors file, or is cut off or damaged; copy it again")
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            tensors[name] = _tensor(path, name, entry, memoryview(data)[8 + size:])
    return tensors


def _tensor(path, name, entry, data):
    try:
        kind, shape = str(entry["dtype"]), [int(length) for length in entry["shape"]]
        begin, end = map(int, entry["data_offsets"])
    except (KeyError, OverflowError, TypeError, ValueError) as e:
        raise ValueError(f"{path} is damaged: it does not describe its tensor {name}; copy it again") from e
    if kind not in TYPES:
        raise ValueError(f"{path}: tensor {name} has the type {kind}; expected one of {', '.join(TYPES)}")
    size = numpy.dtype(TYPES[kind]).itemsize * int(numpy.prod(shape, dtype=object))
    if begin < 0 or end - begin != size:
        raise ValueError(f"{path} is damaged: tensor {name} of shape {shape} has {end - begin} bytes; expected {size}")
    if end > len(data):
        raise ValueError(f"{path} is cut off: tensor {name} ends at byte {end} of its data; the file has {len(data)} of "
                         "them; copy it again")
    return numpy.frombuffer(data[begin:end], TYPES[kind]).reshape(shape).copy()


def _load_images(path):
    images = load_idx(path)
    if images.ndim not in (3, 4):
        raise ValueError(f"{path} has the shape {list(images.shape)}; expected images, [n, height, width] or [n, channels, "
                         f"height, width]{'; is it the file of labels?' if images.ndim == 1 else ''}")
    if len(images) == 0:
        raise ValueError(f"{path} has no images")
    return images


def _load_labels(path, images):
    labels = load_idx(path)
    if labels.ndim != 1:
        raise ValueError(f"{path} has the shape {list(labels.shape)}; expected labels, [n]; is it a file of images?")
    if len(labels) != len(images):
        raise ValueError(f"{path} has {len(labels)} labels; expected {len(images)}, one for each image")
    return labels


def _current(weights, hidden):
    """Weights of a perceptron by version 0.1, which were named layers.0, … and [inputs, outputs], as they are now."""
    current = {}
    for name, values in weights.items():
        first = re.fullmatch(r"layers\.(\d+)\.(weight|bias)", name)
        if first:
            layer = int(first[1])
            name = (f"hidden{layer + 1}" if layer < hidden else "output") + "." + first[2]
            values = numpy.ascontiguousarray(values.T)
        current[name] = values
    return current


# --- Networks as lists of operations ----------------------------------------------------------------------------------

def _operations(family, model, channels, height, width):
    """(operation, arguments…) from the normalised images to the logits; what has weights is followed by its name."""
    if family == "mlp":
        return [("flatten",)] + _head(["hidden%d" % i for i in range(1, len(model["hidden"]) + 1)], model) + [
            ("linear", "output")]
    if family == "cnn" and model["kind"] == "plain":
        return _plain(model, height, width)
    if family == "cnn" and model["kind"] == "resnet":
        blocks = [_block(f"stages.{stage}.{block}", "norm", "shortcut.conv", "shortcut.norm", 2 if block == 0 else 1)
                  for stage, count in enumerate(model["blocks"]) for block in range(count)]
        return [("conv", "stem.conv", 1, (1, 1)), ("norm", "stem.norm"), ("activate", "relu"), *blocks, ("mean",),
                ("linear", "output")]
    if family == "transfer":
        blocks = [_block(f"layer{stage}.{block}", "bn", "downsample.0", "downsample.1", 2 if stage > 1 and block == 0 else 1)
                  for stage in (1, 2, 3, 4) for block in (0, 1)]
        names = [f"fc.{2 * i}" for i in range(len(model["hidden"]))]
        return [("conv", "conv1", 2, (3, 3)), ("norm", "bn1"), ("activate", "relu"), ("pool", 3, 2, 1), *blocks, ("mean",),
                *_head(names, {"activation": "relu"}), ("linear", f"fc.{2 * len(names)}" if names else "fc")]
    raise ValueError(f"family is {family}; expected mlp, cnn or transfer")


def _head(names, model):
    return [operation for name in names for operation in (("linear", name), ("activate", model["activation"]))]


def _plain(model, height, width):
    operations, kernel = [], model["kernel"]
    for i in range(1, len(model["filters"]) + 1):
        operations.append(("conv", f"conv{i}", 1, ((kernel - 1) // 2, kernel // 2)))
        if model["batchNorm"]:
            operations.append(("norm", f"norm{i}"))
        operations.append(("activate", model["activation"]))
        if height >= 2 and width >= 2:
            operations.append(("pool", 2, 2, 0))
            height, width = height // 2, width // 2
    names = [f"hidden{i}" for i in range(1, len(model["hidden"]) + 1)]
    return operations + [("flatten",)] + _head(names, model) + [("linear", "output")]


def _block(name, norm, shortcut_conv, shortcut_norm, stride):
    return ("block", f"{name}.{shortcut_conv}.weight",
            [("conv", f"{name}.conv1", stride, (1, 1)), ("norm", f"{name}.{norm}1"), ("activate", "relu"),
             ("conv", f"{name}.conv2", 1, (1, 1)), ("norm", f"{name}.{norm}2")],
            [("conv", f"{name}.{shortcut_conv}", stride, (0, 0)), ("norm", f"{name}.{shortcut_norm}")])


def _run(operations, weights, x):
    """The logits of normalised images, float32 [n, channels, height, width]."""
    for operation, *arguments in operations:
        if operation == "flatten":
            x = x.reshape(len(x), -1)
        elif operation == "linear":
            x = x @ weights[arguments[0] + ".weight"].T + weights[arguments[0] + ".bias"]
        elif operation == "conv":
            x = _convolve(x, weights[arguments[0] + ".weight"], weights.get(arguments[0] + ".bias"), *arguments[1:])
        elif operation == "norm":
            name, shape = arguments[0], (-1, 1, 1)
            deviation = numpy.sqrt(weights[name + ".running_var"] + numpy.float32(EPSILON))
            scale = weights[name + ".weight"] / deviation
            x = (x - weights[name + ".running_mean"].reshape(shape)) * scale.reshape(shape) + weights[
                name + ".bias"].reshape(shape)
        elif operation == "activate":
            x = _activate(arguments[0], x)
        elif operation == "pool":
            x = _pool(x, *arguments)
        elif operation == "mean":
            x = x.mean(axis=(2, 3))
        elif operation == "block":
            key, main, shortcut = arguments
            beside = _run(shortcut, weights, x) if key in weights else x
            x = numpy.maximum(_run(main, weights, x) + beside, 0)
    return x


def _activate(kind, x):
    if kind == "tanh":
        return numpy.tanh(x)
    return numpy.maximum(x, 0) if kind == "relu" else numpy.where(x > 0, x, numpy.float32(LEAK) * x)


def _convolve(x, weight, bias, stride, padding):
    before, after = padding
    x = numpy.pad(x, ((0, 0), (0, 0), (before, after), (before, after)))
    windows = numpy.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    y = numpy.tensordot(windows, weight, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
    return y if bias is None else y + bias.reshape(-1, 1, 1)


def _pool(x, window, stride, padding):
    around = (padding, padding)
    x = numpy.pad(x, ((0, 0), (0, 0), around, around), constant_values=-numpy.inf)
    windows = numpy.lib.stride_tricks.sliding_window_view(x, (window, window), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=(4, 5))


# --- Models -----------------------------------------------------------------------------------------------------------

class Model:
    """A trained network with all that the job did to images before it.

    description: the contents of model.json; weights: arrays by name; classes: names in the order of the outputs;
    accuracy: on the test images, as the job reported it. Weights are the averaged ones where the job kept averages.
    """

    def __init__(self, description, weights):
        self.description, self.weights = description, weights
        self.classes = description["classes"]
        self.accuracy = description["metrics"]["testAccuracy"]
        shape = description["input"]
        self._shape = shape["channels"], shape["height"], shape["width"]
        self._operations = _operations(description["family"], description["model"], *self._shape)

    def predict(self, images, batch=BATCH):
        """Probabilities, float64 [n, classes], of bytes [n, height, width] or [n, channels, height, width].

        Where the job averaged its probabilities over mirrored or shifted images, so does this.
        """
        images = self._checked(images)
        parts = [images[begin:begin + batch] for begin in range(0, len(images), batch)]
        return numpy.concatenate([self._predict(part) for part in parts]) if parts else numpy.zeros((0, len(self.classes)))

    def logits(self, images, batch=BATCH):
        """The outputs of the network, float32 [n, classes], for the same images, neither mirrored nor shifted."""
        images = self._checked(images)
        parts = [images[begin:begin + batch] for begin in range(0, len(images), batch)]
        outputs = [_run(self._operations, self.weights, self._normalized(self._resized(part))) for part in parts]
        return numpy.concatenate(outputs) if outputs else numpy.zeros((0, len(self.classes)), numpy.float32)

    def network(self):
        """The torch.nn.Module in inference mode; it takes normalised images, float32 [n, channels, height, width].

        Its state dictionary has the names and shapes of model.safetensors.
        """
        import torch
        module = build(self.description["family"], self.description["model"], *self._shape, len(self.classes))
        module.load_state_dict({name: torch.from_numpy(values) for name, values in self.weights.items()})
        return module.eval()

    def torch(self):
        """A torch.nn.Module in inference mode, with network() as its attribute network.

        It takes bytes, torch.uint8 [n, height, width] or [n, channels, height, width], which it resizes and normalises as
        the job did, or normalised images, float32 [n, channels, height, width]. Of its outputs, [n, classes], softmax makes
        the probabilities: logits, or, of bytes, the logarithms of averaged probabilities where the job averaged them.
        """
        return _module(self)

    def looks(self):
        """(flip, right, down) of each view of an image over which the job averaged its probabilities."""
        by = self.description.get("shiftAverage")
        shifts = [(0, 0)] if by is None else [(0, 0), (by, 0), (-by, 0), (0, by), (0, -by)]
        flips = (False, True) if self.description.get("flipAverage") else (False,)
        return [(flip, *shift) for flip in flips for shift in shifts]

    def table(self, channels):
        """What a byte of each channel of the network becomes, float32 [channels, 256], for images of so many channels."""
        normalization = self.description["normalization"]
        levels = numpy.arange(256, dtype=numpy.float64)
        levels = levels if normalization["scale"] == 1 else levels / 255
        mean, std = normalization["mean"], normalization["std"]
        if self._shape[0] % channels != 0:
            raise ValueError(f"images have {channels} channels; expected a number that divides the network's {self._shape[0]}")
        return numpy.stack([(levels - mean[i % len(mean)]) / std[i % len(std)] for i in range(self._shape[0])]).astype(
            numpy.float32)

    def _predict(self, images):
        resized, sums = self._resized(images), 0
        looks = self.looks()
        for flip, right, down in looks:
            seen = _shifted(resized[..., ::-1] if flip else resized, right, down)
            sums = sums + _softmax(_run(self._operations, self.weights, self._normalized(seen)))
        return sums / len(looks)

    @staticmethod
    def _checked(images):
        images = numpy.asarray(images)
        if images.dtype != numpy.uint8 or images.ndim not in (3, 4):
            raise ValueError(f"images are {images.dtype} with {images.ndim} dimensions; expected uint8 [n, height, width] or "
                             "[n, channels, height, width]")
        return images[:, None] if images.ndim == 3 else images

    def _resized(self, images):
        _, height, width = self._shape
        return images if images.shape[2:] == (height, width) else _resize(images, height, width)

    def _normalized(self, images):
        table = self.table(images.shape[1])
        return numpy.stack([table[i][images[:, i % images.shape[1]]] for i in range(len(table))], axis=1)


def _softmax(logits):
    powers = numpy.exp(logits.astype(numpy.float64) - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _shifted(images, right, down):
    """The images so many pixels further right and down, with zeros where nothing was."""
    height, width = images.shape[2:]
    margin = max(abs(right), abs(down))
    padded = numpy.pad(images, ((0, 0), (0, 0), (margin, margin), (margin, margin)))
    return padded[:, :, margin - down:margin - down + height, margin - right:margin - right + width]


def _shares(old, new):
    """For each new pixel of a side the first old one that it takes from, and the shares of that one and the next."""
    scale = old / new
    reach = max(1.0, scale)
    first, shares = numpy.zeros(new, numpy.int64), []
    for i in range(new):
        middle = (i + 0.5) * scale
        first[i] = max(0, int(middle - reach + 0.5))
        end = min(old, int(middle + reach + 0.5))
        row = [max(0.0, 1 - abs((int(first[i]) + j + 0.5 - middle) / reach)) for j in range(end - int(first[i]))]
        total = 0.0
        for share in row:
            total += share
        shares.append([share / total for share in row])
    most = max(map(len, shares))
    return first, numpy.array([row + [0.0] * (most - len(row)) for row in shares])


def _resize(images, height, width):
    """torchvision's antialiased bilinear resize, in the order in which Atelier adds: the same bytes."""
    first, shares = _shares(images.shape[3], width)
    wide = 0.0
    for i in range(shares.shape[1]):
        wide = wide + shares[:, i] * images[..., numpy.minimum(first + i, images.shape[3] - 1)]
    first, shares = _shares(images.shape[2], height)
    tall = 0.0
    for i in range(shares.shape[1]):
        tall = tall + shares[:, i, None] * wide[:, :, numpy.minimum(first + i, images.shape[2] - 1)]
    return numpy.rint(tall).astype(numpy.uint8)


# --- PyTorch ----------------------------------------------------------------------------------------------------------

def build(family, model, channels, height, width, classes):
    """The torch.nn.Module of a job's model section, with new weights."""
    from torch import nn
    activations = {"relu": nn.ReLU, "tanh": nn.Tanh, "leakyRelu": lambda: nn.LeakyReLU(LEAK)}
    if family == "mlp":
        layers, inputs = OrderedDict(flatten=nn.Flatten()), channels * height * width
        for i, outputs in enumerate(model["hidden"], 1):
            layers[f"hidden{i}"] = nn.Linear(inputs, outputs)
            layers[f"activate{i}"] = activations[model["activation"]]()
            layers[f"drop{i}"] = nn.Dropout(model["dropout"])
            inputs = outputs
        layers["output"] = nn.Linear(inputs, classes)
        return nn.Sequential(layers)
    if family == "cnn" and model["kind"] == "plain":
        return _build_plain(model, channels, height, width, classes, activations)
    if family == "cnn" and model["kind"] == "resnet":
        return _build_resnet(model, channels, classes)
    if family == "transfer":
        return _build_resnet18(model, channels, classes)
    raise ValueError(f"family is {family}; expected mlp, cnn or transfer")


def _build_plain(model, channels, height, width, classes, activations):
    from torch import nn
    layers, pooled = OrderedDict(), False
    for i, filters in enumerate(model["filters"], 1):
        layers[f"conv{i}"] = nn.Conv2d(channels, filters, model["kernel"], padding="same", bias=not model["batchNorm"])
        if model["batchNorm"]:
            layers[f"norm{i}"] = nn.BatchNorm2d(filters)
        layers[f"activate{i}"] = activations[model["activation"]]()
        channels = filters
        if height >= 2 and width >= 2:
            layers[f"pool{i}"] = nn.MaxPool2d(2)
            height, width = height // 2, width // 2
            if not pooled:
                layers["drop_channels"] = nn.Dropout2d(model["dropout"] / 2)
            pooled = True
    layers["flatten"] = nn.Flatten()
    inputs = channels * height * width
    for i, outputs in enumerate(model["hidden"], 1):
        layers[f"hidden{i}"] = nn.Linear(inputs, outputs)
        layers[f"activate_hidden{i}"] = activations[model["activation"]]()
        inputs = outputs
    layers["drop"] = nn.Dropout(model["dropout"])
    layers["output"] = nn.Linear(inputs, classes)
    return nn.Sequential(layers)


def _build_resnet(model, channels, classes):
    from torch import nn
    stages, inputs = [], model["stem"]
    for width, count in zip(model["widths"], model["blocks"]):
        blocks = [_basic_block(inputs if block == 0 else width, width, 2 if block == 0 else 1, "norm", "shortcut",
                               ("conv", "norm")) for block in range(count)]
        stages.append(nn.Sequential(*blocks))
        inputs = width
    return nn.Sequential(OrderedDict(
        stem=nn.Sequential(OrderedDict(
            conv=nn.Conv2d(channels, model["stem"], 3, padding=1, bias=False), norm=nn.BatchNorm2d(model["stem"]),
            activate=nn.ReLU())),
        stages=nn.Sequential(*stages), average=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(),
        output=nn.Linear(inputs, classes)))


def _build_resnet18(model, channels, classes):
    from torch import nn
    layers = OrderedDict(
        conv1=nn.Conv2d(channels, 64, 7, 2, 3, bias=False), bn1=nn.BatchNorm2d(64), relu=nn.ReLU(),
        maxpool=nn.MaxPool2d(3, 2, 1))
    inputs = 64
    for stage, width in enumerate((64, 128, 256, 512), 1):
        layers[f"layer{stage}"] = nn.Sequential(*(
            _basic_block(inputs if block == 0 else width, width, 2 if stage > 1 and block == 0 else 1, "bn", "downsample",
                         ("0", "1")) for block in (0, 1)))
        inputs = width
    layers["avgpool"], layers["flatten"] = nn.AdaptiveAvgPool2d(1), nn.Flatten()
    head = []
    for outputs in model["hidden"]:
        head += [nn.Linear(inputs, outputs), nn.ReLU()]
        inputs = outputs
    head.append(nn.Linear(inputs, classes))
    layers["fc"] = head[0] if len(head) == 1 else nn.Sequential(*head)
    return nn.Sequential(layers)


def _basic_block(inputs, outputs, stride, norm, shortcut, names):
    import torch
    from torch import nn

    class BasicBlock(nn.Module):
        def forward(self, x):
            y = torch.relu(getattr(self, norm + "1")(self.conv1(x)))
            return torch.relu(getattr(self, norm + "2")(self.conv2(y)) + getattr(self, shortcut)(x))

    block = BasicBlock()
    block.add_module("conv1", nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False))
    block.add_module(norm + "1", nn.BatchNorm2d(outputs))
    block.add_module("conv2", nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False))
    block.add_module(norm + "2", nn.BatchNorm2d(outputs))
    beside = OrderedDict()
    if stride != 1 or inputs != outputs:
        beside = OrderedDict(zip(names, (nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))))
    block.add_module(shortcut, nn.Sequential(beside))
    return block


def _module(model):
    import torch
    from torch import nn

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.network = model.network()

        def forward(self, images):
            if images.dtype != torch.uint8:
                return self.network(images)
            # As bytes, so that what the network sees is what the job's network saw.
            resized = torch.from_numpy(model._resized(model._checked(images.cpu().numpy()))).to(images.device)
            table = torch.from_numpy(model.table(resized.shape[1])).to(images.device)
            looks = [self.network(self.seen(resized, table, *look)) for look in model.looks()]
            if len(looks) == 1:
                return looks[0]
            return torch.stack([look.double().softmax(1) for look in looks]).mean(0).log().float()

        @staticmethod
        def seen(images, table, flip, right, down):
            height, width = images.shape[2:]
            margin = max(abs(right), abs(down))
            images = nn.functional.pad(images.flip(3) if flip else images, (margin,) * 4)
            images = images[:, :, margin - down:margin - down + height, margin - right:margin - right + width].long()
            return torch.stack([table[i][images[:, i % images.shape[1]]] for i in range(len(table))], 1)

    return Classifier().eval()


# --- The command ------------------------------------------------------------------------------------------------------

def _probabilities(model, images, by_torch):
    if not by_torch:
        return model.predict(images)
    import torch
    module = model.torch()
    with torch.no_grad():
        return torch.cat([module(part).double().softmax(1) for part in torch.from_numpy(images.copy()).split(BATCH)]).numpy()


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Classifies images with a trained network of Atelier.")
    parser.add_argument("folder", help="of a completed job's result")
    parser.add_argument("--images", required=True, help="an IDX file of images, plain or .gz")
    parser.add_argument("--labels", help="an IDX file of their labels; then the accuracy is printed")
    parser.add_argument("--torch", action="store_true", help="compute with PyTorch instead of numpy")
    options = parser.parse_args(arguments)
    try:
        model, images = load(options.folder), _load_images(options.images)
        labels = None if options.labels is None else _load_labels(options.labels, images)
        probabilities = _probabilities(model, images, options.torch)
    except ModuleNotFoundError as e:
        print(f"atelier.py: Python has no module {e.name}; install it, or leave out --torch", file=sys.stderr)
        return 2
    except (OSError, ValueError, KeyError) as e:
        print(f"atelier.py: {e}", file=sys.stderr)
        return 2
    predicted = probabilities.argmax(1)
    if labels is None:
        for image, label in enumerate(predicted):
            print(image, model.classes[label], f"{probabilities[image, label]:.4f}", sep="\t")
        return 0
    accuracy = int((predicted == labels).sum()) / len(labels)
    print(f"accuracy {accuracy!r} on {len(labels)} images; reported {model.accuracy!r}")
    return 0 if accuracy == model.accuracy else 1


if __name__ == "__main__":
    sys.exit(main())

"""Writes the files of formats/: one small network as PyTorch and others save it. Needs torch, numpy, onnx, h5py, safetensors.

    python3 formats.py ../resources/dev/atelier/transfer/formats

The files that are there were written with torch 2.15.0, numpy 2.4.6, onnx 1.23.2, h5py 3.16.0 and safetensors 0.8.0. All
tensors of the folder "weights" hold the numbers of expected.safetensors, those of "averaged" these plus 32.
"""

import argparse
import io
import pathlib
import pickle
import sys
import tarfile
from collections import OrderedDict

import h5py
import numpy
import onnx
import torch
from onnx import helper, numpy_helper
from safetensors.torch import save_file
from torch import nn

AVERAGED = 32


class Net(nn.Module):
    def __init__(self, offset=0):
        super().__init__()
        self.first = nn.Linear(2, 3)
        self.norm = nn.BatchNorm1d(3)
        self.second = nn.Linear(3, 2)
        with torch.no_grad():
            for number, (name, tensor) in enumerate(sorted(self.state_dict().items())):
                if tensor.dtype.is_floating_point:
                    tensor.copy_((torch.arange(tensor.numel()) / 4 + number + offset).reshape(tensor.shape))

    def forward(self, x):
        return self.second(torch.relu(self.norm(self.first(x))))


class Settings:
    """A class that whoever reads the file does not have."""

    def __init__(self):
        self.rate, self.folder, self.mean = 0.1, pathlib.PurePosixPath("runs"), numpy.float32(0.5)


def prefixed(state, prefix):
    return OrderedDict((prefix + name, tensor) for name, tensor in state.items())


def trained():
    """A network after a step of Adam that moved nothing, and the optimiser with its state."""
    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.0)
    net.eval()
    net(torch.ones(4, 2)).sum().backward()
    optimizer.step()
    return net, optimizer


def views(state):
    """Each tensor as a view with an offset and turned strides of one storage that all share."""
    total = sum(tensor.numel() for tensor in state.values()) + 5
    storage, result, at = torch.full((total,), -1.0), OrderedDict(), 5
    for name, tensor in state.items():
        if not tensor.dtype.is_floating_point:
            continue
        part = storage[at:at + tensor.numel()]
        part = part.reshape(tuple(reversed(tensor.shape))).t() if tensor.dim() == 2 else part
        part.copy_(tensor)
        result[name], at = part, at + tensor.numel()
    return result


def tagged(tag, write):
    """Saves as on a machine with such a device, whose name is all that differs."""
    kept = list(torch.serialization._package_registry)
    torch.serialization.register_package(0, lambda storage: tag, lambda storage, location: None)
    write()
    torch.serialization._package_registry[:] = kept


def readable(folder):
    net, optimizer = trained()
    state = net.state_dict()
    averaged = Net(AVERAGED).state_dict()
    floats = {name: tensor for name, tensor in state.items() if tensor.dtype.is_floating_point}
    save_file({name: tensor.contiguous() for name, tensor in floats.items()}, folder / "expected.safetensors")

    weights = folder / "weights"
    weights.mkdir(exist_ok=True)
    save = lambda what, name, **options: torch.save(what, weights / name, **options)
    save(state, "state-dict.pth")
    save(state, "protocol-4.pth", pickle_protocol=4)
    save(state, "protocol-5.pth", pickle_protocol=5)
    save({"epoch": 3, "state_dict": state, "optimizer": optimizer.state_dict(), "best": 0.25}, "wrapped.pth")
    save({"model": state, "args": argparse.Namespace(rate=0.1, sizes=[1, 2], name="ü" * 2000)}, "model.pth")
    save({"model_state_dict": state, "optimizer_state_dict": optimizer.state_dict(), "loss": 1e-3}, "model-state-dict.pth")
    save({"state_dict": prefixed(state, "module.")}, "data-parallel.pth")
    save(prefixed(prefixed(state, "backbone."), "module."), "nested-prefix.pth")
    save({"epoch": 1, "global_step": 20, "pytorch-lightning_version": "2.5.0", "state_dict": prefixed(state, "model."),
          "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"total": {"ready": 1}}}},
          "callbacks": {"ModelCheckpoint{'monitor': None}": {"best_model_score": torch.tensor(0.5), "best_k_models": {}}},
          "optimizer_states": [optimizer.state_dict()], "lr_schedulers": [], "hyper_parameters": Settings()},
         "lightning.ckpt")
    for name, dtype in ("float16", torch.float16), ("bfloat16", torch.bfloat16), ("float64", torch.float64):
        save({key: tensor.to(dtype) for key, tensor in floats.items()}, name + ".pth")
        save_file({key: tensor.to(dtype).contiguous() for key, tensor in floats.items()} | {"flag": torch.tensor([True]),
                  "small": torch.tensor([1, 2], dtype=torch.int32)}, weights / (name + ".safetensors"))
    save(views(state), "views.pth")
    for tag in "cuda:0", "mps":
        tagged(tag, lambda: save(state, tag[:3] + "-legacy.pth", _use_new_zipfile_serialization=False))
        tagged(tag, lambda: save(state, tag[:3] + ".pth"))
    parameters = dict(net.named_parameters()) | dict(net.named_buffers())
    parameters["first.weight"].note = "an attribute"
    save(parameters, "parameters.pth")
    save(state, "legacy.pth", _use_new_zipfile_serialization=False)
    save(views(state), "legacy-views.pth", _use_new_zipfile_serialization=False)
    save({"epoch": 3, "state_dict": state, "optimizer": optimizer.state_dict()}, "legacy-wrapped.pth",
         _use_new_zipfile_serialization=False)
    save(net, "module.pth")
    torch.serialization.get_source_lines_and_file = lambda module: (["source of a module"], 1, "net.py")
    save(net, "legacy-module.pth", _use_new_zipfile_serialization=False)
    save(nn.DataParallel(net), "parallel-module.pth")
    torch.jit.script(net).save(weights / "script.pt")
    torch.jit.trace(net.eval(), torch.ones(4, 2)).save(weights / "trace.pt")

    repeated = {"first.weight": torch.tensor([2.5]).expand(3, 2), "norm.weight": torch.tensor(1.5).expand(3),
                "second.weight": torch.tensor([[1.0], [2.0]]).expand(2, 3)}
    torch.save(state | repeated, folder / "repeated.pth")

    means = folder / "averaged"
    means.mkdir(exist_ok=True)
    torch.save({"state_dict": state, "state_dict_ema": averaged, "arch": "net"}, means / "state-dict-ema.pth")
    torch.save({"model": state, "model_ema": prefixed(averaged, "module."), "epoch": 1}, means / "model-ema.pth")
    torch.save({"model": state, "ema": averaged}, means / "legacy-ema.pth", _use_new_zipfile_serialization=False)


def refused(folder):
    folder.mkdir(exist_ok=True)
    net, optimizer = trained()
    state = net.state_dict()
    arrays = {name: tensor.numpy() for name, tensor in state.items()}
    torch.save({"student": state, "teacher": Net(1).state_dict()}, folder / "two-networks.pth")
    torch.save(optimizer.state_dict(), folder / "optimizer.pth")
    torch.save([1, 2, {"a": Settings()}], folder / "no-tensors.pth")
    torch.save(torch.ones(3), folder / "tensor.pth")
    torch.save({name: tensor.to(torch.complex64) for name, tensor in state.items()}, folder / "complex.pth")
    torch.save({"first.weight": state["first.weight"].to_sparse()}, folder / "sparse.pth")
    weight = state["first.weight"]
    for name, other in {
            "float8": weight.to(torch.float8_e4m3fn), "quantized": torch.quantize_per_tensor(weight, 0.25, 0, torch.qint8),
            "sparse-csr": weight.to_sparse_csr(), "meta": weight.to("meta"), "int": weight.int(),
            "not-finite": weight / 0}.items():
        torch.save({"state_dict": state | {"first.weight": other}}, folder / (name + ".pth"))
    torch.save(state | {"first.weight": weight.to(torch.float8_e4m3fn)}, folder / "legacy-float8.pth",
               _use_new_zipfile_serialization=False)
    save_file({name: tensor.contiguous() for name, tensor in state.items()} |
              {"first.weight": weight.to(torch.complex64)}, folder / "complex.safetensors")
    numpy.savez(folder / "arrays.npz", **arrays)
    numpy.savez_compressed(folder / "compressed.npz", **arrays)
    numpy.save(folder / "array.npy", arrays["first.weight"])
    (folder / "plain.pickle").write_bytes(pickle.dumps(arrays))
    (folder / "plain-0.pickle").write_bytes(pickle.dumps(arrays, protocol=0))
    with h5py.File(folder / "keras.h5", "w") as file:
        file.create_dataset("first/kernel", data=arrays["first.weight"])
    graph = helper.make_graph([], "net", [], [], [numpy_helper.from_array(arrays["first.weight"], "first.weight")])
    onnx.save(helper.make_model(graph, producer_name="pytorch"), folder / "net.onnx")
    with tarfile.open(folder / "tar.pth", "w", format=tarfile.USTAR_FORMAT) as tar:
        for name in "sys_info", "pickle", "tensors", "storages":
            entry = tarfile.TarInfo(name)
            entry.size = 4
            tar.addfile(entry, io.BytesIO(b"\x80\x02N."))


if __name__ == "__main__":
    place = pathlib.Path(sys.argv[1])
    readable(place)
    refused(place / "refused")

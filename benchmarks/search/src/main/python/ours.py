"""Atelier's algorithms, as a process that reads and writes lines of JSON."""

import itertools
import json
import subprocess


class Server:
    """A process with any number of searches at a time."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ids = itertools.count()

    def open(self, spec, epochs, direction):
        """Begins a search; returns its id and its first steps."""
        search = str(next(self.ids))
        return search, self.send({"search": search, "open": spec, "epochs": epochs, "direction": direction})

    def observe(self, search, trial, epoch, value):
        """The steps that follow from an observation."""
        return self.send({"search": search, "trial": trial, "epoch": epoch, "value": value})

    def close(self, search):
        self.send({"search": search, "close": True})

    def send(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("Atelier's process ended")
        response = json.loads(line)
        if "error" in response:
            raise RuntimeError(response["error"])
        return response["steps"]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class OurScheduler:
    """One search, for a simulation: trials pause at their rungs and continue."""

    def __init__(self, server, spec, epochs):
        self.server = server
        self.epochs = {}
        self.parameters = {}
        self.queue = []
        self.search, steps = server.open(spec, epochs, "max")
        self.take(steps)

    def take(self, steps):
        for step in steps:
            if "parameters" in step:
                self.parameters[step["trial"]] = step["parameters"]
                self.epochs[step["trial"]] = 0
            if "epochs" in step:
                self.queue.append((step["trial"], step["epochs"]))

    def next(self):
        """(trial, parameters, epochs done, epochs in all), or None while there is nothing to train."""
        if not self.queue:
            return None
        trial, epochs = self.queue.pop(0)
        done = self.epochs[trial]
        self.epochs[trial] = epochs
        return trial, self.parameters[trial], done, epochs

    def report(self, trial, epoch, value):
        """Whether the trial continues to the epoch that its step named."""
        if epoch == self.epochs[trial]:
            self.take(self.server.observe(self.search, trial, epoch, value))
        return True

    def end(self):
        self.server.close(self.search)


def space_of_choices(choices):
    return {name: {"choice": list(values)} for name, values in choices.items()}


def space_of_ranges(ranges):
    kinds = {(False, False): "uniform", (True, False): "log", (False, True): "int", (True, True): "logInt"}
    return {name: {kinds[log, whole]: [low, high]} for name, (low, high, log, whole) in ranges.items()}

"""Trains a multilayer perceptron with NumPy, as fast as NumPy can: the opponent of MlpBench.

Every array is allocated once and every operation writes in place. All parameters lie in one array, so that Adam is a
few calls; it runs over pieces that stay in the second-level cache.

Arguments: a folder with inputs.f32 [batches, batch, features], labels.i32 [batches, batch] and parameters.f32 (each
layer's weights [inputs, outputs], then its biases), and the layers' widths. Commands on standard input, one a line:
  losses N   the mean losses of N steps from the initial parameters
  run N      N more steps; answers with the seconds they took
  quit
"""

import sys
import time

import numpy as np

LEARNING_RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8
PIECE = 32768


class Mlp:
    def __init__(self, widths, batch, initial):
        self.initial = initial
        self.values = initial.copy()
        self.gradients = np.empty_like(initial)
        self.first = np.empty_like(initial)
        self.second = np.empty_like(initial)
        self.spare = np.empty(PIECE, np.float32)
        self.weights, self.biases, self.weight_gradients, self.bias_gradients = [], [], [], []
        start = 0
        for inputs, outputs in zip(widths, widths[1:]):
            middle, end = start + inputs * outputs, start + inputs * outputs + outputs
            self.weights.append(self.values[start:middle].reshape(inputs, outputs))
            self.biases.append(self.values[middle:end])
            self.weight_gradients.append(self.gradients[start:middle].reshape(inputs, outputs))
            self.bias_gradients.append(self.gradients[middle:end])
            start = end
        assert start == initial.size
        self.outputs = [np.empty((batch, width), np.float32) for width in widths[1:]]
        self.deltas = [np.empty((batch, width), np.float32) for width in widths[1:-1]] + [self.outputs[-1]]
        self.positive = [np.empty((batch, width), bool) for width in widths[1:-1]]
        self.column = np.empty((batch, 1), np.float32)
        self.rows = np.arange(batch)
        self.reset()

    def reset(self):
        self.values[:] = self.initial
        self.first.fill(0)
        self.second.fill(0)
        self.steps = 0

    def step(self, x, labels):
        last = len(self.weights) - 1
        inputs = [x] + self.outputs
        for i, (weights, biases, output) in enumerate(zip(self.weights, self.biases, self.outputs)):
            np.matmul(inputs[i], weights, out=output)
            np.add(output, biases, out=output)
            if i < last:
                np.maximum(output, 0, out=output)
        loss = self.softmax_cross_entropy(labels)
        for i in range(last, -1, -1):
            np.matmul(inputs[i].T, self.deltas[i], out=self.weight_gradients[i])
            np.add.reduce(self.deltas[i], axis=0, out=self.bias_gradients[i])
            if i > 0:
                np.matmul(self.deltas[i], self.weights[i].T, out=self.deltas[i - 1])
                np.greater(self.outputs[i - 1], 0, out=self.positive[i - 1])
                np.multiply(self.deltas[i - 1], self.positive[i - 1], out=self.deltas[i - 1])
        self.adam()
        return loss

    def softmax_cross_entropy(self, labels):
        logits = self.outputs[-1]
        batch = len(labels)
        np.maximum.reduce(logits, axis=1, keepdims=True, out=self.column)
        np.subtract(logits, self.column, out=logits)
        at_label = logits[self.rows, labels]
        np.exp(logits, out=logits)
        np.add.reduce(logits, axis=1, keepdims=True, out=self.column)
        loss = (np.log(self.column).sum() - at_label.sum()) / batch
        np.multiply(self.column, batch, out=self.column)
        np.divide(logits, self.column, out=logits)
        logits[self.rows, labels] -= 1 / batch
        return loss

    def adam(self):
        self.steps += 1
        correction2 = (1 - BETA2**self.steps) ** -0.5
        rate = LEARNING_RATE / (1 - BETA1**self.steps)
        for start in range(0, self.values.size, PIECE):
            piece = slice(start, start + PIECE)
            w, g, m, v = self.values[piece], self.gradients[piece], self.first[piece], self.second[piece]
            spare = self.spare[: w.size]
            np.subtract(g, m, out=spare)
            np.multiply(spare, 1 - BETA1, out=spare)
            np.add(m, spare, out=m)
            np.multiply(v, BETA2, out=v)
            np.multiply(g, g, out=g)
            np.multiply(g, 1 - BETA2, out=g)
            np.add(v, g, out=v)
            np.sqrt(v, out=spare)
            np.multiply(spare, correction2, out=spare)
            np.add(spare, EPSILON, out=spare)
            np.divide(m, spare, out=spare)
            np.multiply(spare, rate, out=spare)
            np.subtract(w, spare, out=w)


def main():
    folder, widths = sys.argv[1], [int(width) for width in sys.argv[2:]]
    labels = np.fromfile(folder + "/labels.i32", np.int32)
    inputs = np.fromfile(folder + "/inputs.f32", np.float32)
    batch = inputs.size // widths[0] // 100
    inputs, labels = inputs.reshape(100, batch, widths[0]), labels.reshape(100, batch)
    mlp = Mlp(widths, batch, np.fromfile(folder + "/parameters.f32", np.float32))
    batches = [(inputs[i], labels[i]) for i in range(100)]
    print("numpy", np.__version__, flush=True)
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "quit":
            return
        steps = int(arguments[0])
        if command == "losses":
            mlp.reset()
            print(*(float(mlp.step(*batches[i % 100])) for i in range(steps)), flush=True)
        elif command == "run":
            begun = time.perf_counter()
            for i in range(steps):
                mlp.step(*batches[i % 100])
            print(time.perf_counter() - begun, flush=True)


main()

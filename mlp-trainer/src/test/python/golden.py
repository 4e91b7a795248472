"""Writes golden.json, which GoldenTest compares the multilayer perceptron with.

An implementation of its own in float64, without regard to speed, after PyTorch's definitions of the update rules. Run
from this folder: python3 golden.py > ../resources/dev/atelier/mlp/network/golden.json
"""

import json

import numpy as np

INPUTS, CLASSES, BATCH, STEPS = 6, 3, 8, 12


def widths(hidden):
    return [INPUTS, *hidden, CLASSES]


def initial(hidden, random):
    parameters = {}
    for i, (rows, columns) in enumerate(zip(widths(hidden), widths(hidden)[1:])):
        parameters[f"layers.{i}.weight"] = random.normal(size=(rows, columns)) * (2 / rows) ** 0.5
        parameters[f"layers.{i}.bias"] = random.normal(size=columns) * 0.1
    return {name: value.astype(np.float32).astype(np.float64) for name, value in parameters.items()}


def activate(name, z):
    if name == "tanh":
        h = np.tanh(z)
        return h, 1 - h * h
    slope = 0.01 if name == "leakyRelu" else 0
    return np.where(z > 0, z, slope * z), np.where(z > 0, 1, slope)


def loss_and_gradients(parameters, layers, activation, smoothing, x, labels):
    inputs, slopes = [x], []
    for i in range(layers):
        z = inputs[-1] @ parameters[f"layers.{i}.weight"] + parameters[f"layers.{i}.bias"]
        if i < layers - 1:
            h, slope = activate(activation, z)
            inputs.append(h)
            slopes.append(slope)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    target = (1 - smoothing) * np.eye(CLASSES)[labels] + smoothing / CLASSES
    loss = -(target * log_p).sum() / len(x)
    delta = (np.exp(log_p) - target) / len(x)
    gradients = {}
    for i in range(layers - 1, -1, -1):
        gradients[f"layers.{i}.weight"] = inputs[i].T @ delta
        gradients[f"layers.{i}.bias"] = delta.sum(axis=0)
        if i > 0:
            delta = delta @ parameters[f"layers.{i}.weight"].T * slopes[i - 1]
    return loss, gradients


def update(optimizer, parameters, gradients, memory, step):
    lr, decay = optimizer["learningRate"], optimizer.get("weightDecay", 0)
    for name, w in parameters.items():
        g = gradients[name]
        if optimizer["name"] == "sgd":
            momentum = optimizer.get("momentum", 0)
            g = g + decay * w
            buffer = memory.get(name)
            buffer = memory[name] = g if buffer is None else momentum * buffer + g
            g = g + momentum * buffer if optimizer.get("nesterov") else buffer if momentum else g
            parameters[name] = w - lr * g
        else:
            beta1, beta2 = optimizer.get("betas", (0.9, 0.999))
            if optimizer["name"] == "adamw":
                w = w * (1 - lr * decay)
            else:
                g = g + decay * w
            m, v = memory.get(name, (0, 0))
            m, v = memory[name] = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
            denominator = np.sqrt(v) / np.sqrt(1 - beta2**step) + optimizer.get("eps", 1e-8)
            parameters[name] = w - lr / (1 - beta1**step) * m / denominator


def saved(parameters):
    """As files hold them: named hidden1, …, output, and weights as PyTorch has them, [outputs, inputs]."""
    layers = len(parameters) // 2
    named = {}
    for i in range(layers):
        layer = f"hidden{i + 1}" if i < layers - 1 else "output"
        named[f"{layer}.weight"] = parameters[f"layers.{i}.weight"].T.ravel().tolist()
        named[f"{layer}.bias"] = parameters[f"layers.{i}.bias"].tolist()
    return named


def train(name, job, x, labels, random):
    model, training = job["model"], job["training"]
    parameters = initial(model["hidden"], random)
    begun = saved(parameters)
    average = dict(parameters)
    memory, losses, norms, first = {}, [], [], None
    for step in range(1, STEPS + 1):
        loss, gradients = loss_and_gradients(
            parameters,
            len(model["hidden"]) + 1,
            model.get("activation", "relu"),
            training.get("labelSmoothing", 0),
            x,
            labels,
        )
        if first is None:
            first = saved(gradients)
        for key in gradients:
            if key.endswith("weight"):
                gradients[key] = (
                    gradients[key]
                    + training.get("l1", 0) / BATCH * np.sign(parameters[key])
                    + training.get("l2", 0) / BATCH * parameters[key]
                )
        norm = np.sqrt(sum((g * g).sum() for g in gradients.values()))
        if training.get("gradientClipNorm"):
            scale = min(1, training["gradientClipNorm"] / (norm + 1e-6))
            gradients = {key: g * scale for key, g in gradients.items()}
        update(training["optimizer"], parameters, gradients, memory, step)
        decay = training.get("emaDecay") or 0
        average = {key: decay * average[key] + (1 - decay) * parameters[key] for key in parameters}
        losses.append(loss)
        norms.append(norm)
    return {
        "name": name,
        "job": job,
        "initial": begun,
        "firstGradients": first,
        "losses": losses,
        "gradientNorms": norms,
        "final": saved(parameters),
        "evaluated": saved(average),
    }


def case(hidden, activation="relu", optimizer=None, **training):
    optimizer = optimizer or {"name": "sgd", "learningRate": 0.1}
    return {
        "model": {"hidden": hidden, **({"activation": activation} if hidden else {})},
        "training": {"optimizer": optimizer, "batchSize": BATCH, **training},
    }


def main():
    random = np.random.default_rng(42)
    x = random.normal(size=(BATCH, INPUTS)).astype(np.float32).astype(np.float64)
    labels = random.integers(0, CLASSES, BATCH)
    adam = {"name": "adam", "learningRate": 0.02}
    momentum = {"name": "sgd", "learningRate": 0.05, "momentum": 0.9, "weightDecay": 0.02}
    cases = {
        "linear": case([]),
        "one hidden layer": case([5]),
        "two hidden layers": case([5, 4]),
        "tanh": case([5, 4], "tanh"),
        "leaky ReLU": case([5, 4], "leakyRelu"),
        "label smoothing": case([5], labelSmoothing=0.2),
        "L1": case([5, 4], l1=0.3),
        "L2": case([5, 4], l2=0.3),
        "clipped": case([5], gradientClipNorm=0.2, l2=0.1),
        "momentum and weight decay": case([5], optimizer=momentum),
        "Nesterov's momentum": case([5], optimizer={**momentum, "nesterov": True}),
        "Adam": case([5, 4], optimizer=adam),
        "Adam, weight decay": case([5], optimizer={**adam, "weightDecay": 0.1, "betas": [0.8, 0.95], "eps": 1e-3}),
        "AdamW": case([5], optimizer={**adam, "name": "adamw", "weightDecay": 0.1}),
        "averaged": case([5], "tanh", adam, emaDecay=0.8),
        "all at once": case([5, 4], "leakyRelu", adam, emaDecay=0.7, l1=0.1, l2=0.1, labelSmoothing=0.1, gradientClipNorm=0.3),
    }
    golden = {
        "inputs": x.ravel().tolist(),
        "labels": labels.tolist(),
        "classes": CLASSES,
        "cases": [train(name, job, x, labels, random) for name, job in cases.items()],
    }
    print(json.dumps(golden, indent=1))


main()

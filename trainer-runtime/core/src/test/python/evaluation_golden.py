"""Writes the golden evaluation of EvaluationTest with NumPy: random logits and what they are worth.

    python evaluation_golden.py > ../resources/dev/atelier/trainer/evaluation/evaluation.json
"""

import json

import numpy as np

IMAGES, CLASSES, BINS = 500, 7, 15


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def macro_f1(confusion):
    """As scikit-learn's f1_score(labels=range(CLASSES), average="macro", zero_division=0)."""
    concerned = confusion.sum(axis=0) + confusion.sum(axis=1)
    return float((2 * confusion.diagonal() / np.maximum(concerned, 1)).mean())


def worth(p, labels):
    predicted, confidence = p.argmax(axis=1), p.max(axis=1)
    confusion = np.zeros((CLASSES, CLASSES), int)
    np.add.at(confusion, (labels, predicted), 1)
    error = 0.0
    for low in range(BINS):
        inside = (confidence > low / BINS) & (confidence <= (low + 1) / BINS)
        if inside.any():
            error += inside.mean() * abs((predicted[inside] == labels[inside]).mean() - confidence[inside].mean())
    return {
        "accuracy": float((predicted == labels).mean()),
        "loss": float(-np.log(p[np.arange(len(p)), labels]).mean()),
        "calibrationError": float(error),
        "macroF1": macro_f1(confusion),
        "top2Accuracy": float((np.argsort(-p, axis=1, kind="stable")[:, :2] == labels[:, None]).any(axis=1).mean()),
        "confusion": confusion.tolist(),
    }


if __name__ == "__main__":
    rng = np.random.default_rng(7)
    labels = rng.choice(CLASSES - 1, IMAGES)  # the last class never occurs
    first, second = (
        (rng.normal(0, 2, (IMAGES, CLASSES)) + 3 * np.eye(CLASSES)[labels]).round(3).astype(np.float32)
        for _ in range(2)
    )
    looks = [softmax(first.astype(np.float64)), softmax(second.astype(np.float64))]
    print(json.dumps({
        "labels": labels.tolist(),
        "first": [f"{x:.3f}" for x in first.flatten()],
        "second": [f"{x:.3f}" for x in second.flatten()],
        "once": worth(looks[0], labels),
        "averaged": worth((looks[0] + looks[1]) / 2, labels),
    }))

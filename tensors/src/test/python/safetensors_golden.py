"""The safetensors package of Python and our files, both ways. Needs safetensors and numpy (written with 0.8 and 2.4).

    python safetensors_golden.py write ../resources/dev/atelier/tensor/golden.safetensors
    python safetensors_golden.py check FILE   # one that SafetensorsTest left in target/
"""

import sys

import numpy as np
from safetensors.numpy import load_file, save_file

GOLDEN = {
    "layers.0.weight": (np.arange(6, dtype=np.float32).reshape(2, 3) - 2.5) / 4,
    "layers.0.bias": np.array([np.float32(1e-40), -0.0, np.inf], dtype=np.float32),
    "step": np.array(1234567890123, dtype=np.int64),
    "counts": np.array([[-1], [2**62]], dtype=np.int64),
    "nothing": np.zeros((0, 4), dtype=np.float32),
    "größe": np.array([0.1], dtype=np.float32),
}


def check(path):
    found = load_file(path)
    assert set(found) == set(GOLDEN), sorted(found)
    for name, expected in GOLDEN.items():
        actual = found[name]
        assert actual.dtype == expected.dtype and actual.shape == expected.shape, name
        assert actual.tobytes() == expected.tobytes(), name
    print(f"{path}: {len(found)} tensors as expected")


if __name__ == "__main__":
    command, path = sys.argv[1:]
    save_file(GOLDEN, path, metadata={"made": "by Python"}) if command == "write" else check(path)

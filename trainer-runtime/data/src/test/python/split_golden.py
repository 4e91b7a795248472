"""Prints the golden split of SplitTest: 60,000 images, 10,000 for validation, seed 42."""

import hashlib
import struct
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[4] / "api/src/test/python"))
from random_golden import Stream  # noqa: E402

SPLIT = 1

if __name__ == "__main__":
    order = Stream(42, SPLIT, 0, 0).shuffle(list(range(60_000)))
    digest = hashlib.sha256()
    for name, part in ("training", order[:50_000]), ("validation", order[50_000:]):
        digest.update(name.encode() + struct.pack(f">{len(part) + 1}i", len(part), *part))
    print(order[:5], digest.hexdigest())

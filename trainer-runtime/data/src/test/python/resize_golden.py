"""Writes the golden images of ResizerTest with torchvision's antialiased bilinear resize of uint8 tensors.

    python resize_golden.py > ../resources/dev/atelier/trainer/augment/resize.jsonl
"""

import json

from torchvision.transforms import functional as F

from affine_golden import image

if __name__ == "__main__":
    for shape, height, width in [
        ((1, 28, 28), 64, 64),
        ((1, 28, 28), 28, 28),
        ((1, 28, 28), 14, 14),
        ((1, 28, 28), 9, 9),
        ((1, 28, 28), 40, 17),
        ((3, 9, 14), 25, 25),
    ]:
        pixels = F.resize(image(*shape), [height, width], antialias=True)
        print(json.dumps({
            "channels": shape[0], "height": shape[1], "width": shape[2], "newHeight": height, "newWidth": width,
            "pixels": bytes(pixels.flatten().tolist()).hex(),
        }))

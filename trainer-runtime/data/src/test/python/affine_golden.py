"""Writes the golden images of ResamplerTest with torchvision's functional transforms on uint8 tensors.

Flip, rotation and translation are applied one after the other, as a composed torchvision transform does, with
fill=None: grid_sample's zero padding. Needs torch and torchvision (written with 2.15 and 0.29).

    python affine_golden.py > ../resources/dev/atelier/trainer/augment/affine.jsonl
"""

import json

import torch
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

MODES = {"nearest": InterpolationMode.NEAREST, "bilinear": InterpolationMode.BILINEAR}
SHAPES = [(1, 28, 28), (3, 9, 14)]
PLACEMENTS = [
    (False, 0, 0, 0),
    (True, 0, 0, 0),
    (False, 0, 3, -2),
    (True, 0, -1, 2),
    (False, 7.3, 0, 0),
    (False, -9.71, 0, 0),
    (True, 4.19, 0, 0),
    (False, 33.3, 0, 0),
    (False, 90, 0, 0),
    (False, -121.7, 0, 0),
    (False, 6.4, 2, -1),
    (True, -8.123, -2, 2),
    (True, 9.9, 2, 2),
]


def image(channels, height, width):
    c = torch.arange(channels).view(-1, 1, 1)
    y = torch.arange(height).view(1, -1, 1)
    x = torch.arange(width).view(1, 1, -1)
    return ((37 * x + 91 * y + 13 * x * y + 53 * c) % 256).to(torch.uint8)


def moved(img, flip, degrees, right, down, mode):
    if flip:
        img = F.hflip(img)
    if degrees:
        img = F.rotate(img, degrees, interpolation=mode)
    if right or down:
        img = F.affine(img, 0.0, [right, down], 1.0, [0.0, 0.0], interpolation=mode)
    return img


if __name__ == "__main__":
    for shape in SHAPES:
        img = image(*shape)
        for mode_name, mode in MODES.items():
            for flip, degrees, right, down in PLACEMENTS:
                if abs(degrees) == 90 and shape[1] != shape[2] and mode_name == "nearest":
                    continue  # every pixel lies half way between two
                pixels = moved(img, flip, float(degrees), right, down, mode)
                print(json.dumps({
                    "channels": shape[0], "height": shape[1], "width": shape[2], "interpolation": mode_name,
                    "flip": flip, "degrees": degrees, "right": right, "down": down,
                    "pixels": bytes(pixels.flatten().tolist()).hex(),
                }))

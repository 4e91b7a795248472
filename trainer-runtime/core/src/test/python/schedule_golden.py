"""Writes the golden learning rates of LearningRateTest with PyTorch's schedulers (written with torch 2.15).

    python schedule_golden.py > ../resources/dev/atelier/trainer/schedule/rates.jsonl
"""

import json

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, OneCycleLR, SequentialLR


def rates(steps, make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.01)
    scheduler = make(optimizer)
    result = []
    for _ in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step() if len(result) < steps else None
    return result


def one_cycle(steps, peak_at, start_divisor, final_divisor):
    made = rates(steps, lambda optimizer: OneCycleLR(
        optimizer, max_lr=0.01, total_steps=steps, pct_start=peak_at, div_factor=start_divisor,
        final_div_factor=final_divisor, anneal_strategy="cos", cycle_momentum=False))
    print(json.dumps({"name": "oneCycle", "steps": steps, "peakAt": peak_at, "startDivisor": start_divisor,
                      "finalDivisor": final_divisor, "rates": made}))


def cosine(steps, warmup, final_fraction):
    def make(optimizer):
        fall = CosineAnnealingLR(optimizer, T_max=steps - warmup, eta_min=0.01 * final_fraction)
        if warmup == 0:
            return fall
        # the first of n steps takes 1/n of the rate, the last one all of it
        rise = LinearLR(optimizer, start_factor=1 / warmup, end_factor=1.0, total_iters=warmup - 1)
        return SequentialLR(optimizer, [rise, fall], milestones=[warmup])

    print(json.dumps({"name": "cosine", "steps": steps, "warmup": warmup, "finalFraction": final_fraction,
                      "rates": rates(steps, make)}))


if __name__ == "__main__":
    one_cycle(40, 0.3, 25, 1e4)
    one_cycle(37, 0.25, 10, 100)
    one_cycle(10, 0.13, 25, 1e4)
    cosine(40, 0, 0.0)
    cosine(40, 0, 0.1)
    cosine(30, 5, 0.01)

"""Simulated workers, whose time is that of the surrogate."""

import heapq

import numpy as np

LEAST_SECONDS = 1e-3


def simulate(scheduler, workers, budget):
    """A generator: yields parameters and receives their curve; returns the best accuracy after each epoch spent, [budget].

    Every epoch counts once, whichever trial it is of; a trial that continues repeats none.
    """
    best = np.full(budget, -np.inf)
    spent, greatest, now, order = 0, -np.inf, 0.0, 0
    events, curves, free = [], {}, workers
    while spent < budget:
        while free > 0:
            training = scheduler.next()
            if training is None:
                break
            trial, parameters, done, epochs = training
            if trial not in curves:
                curves[trial] = yield parameters
            free -= 1
            order += 1
            heapq.heappush(events, (now + seconds(curves[trial], done + 1), order, trial, done + 1, epochs))
        if not events:
            break
        now, _, trial, epoch, epochs = heapq.heappop(events)
        accuracy = curves[trial][0, epoch - 1]
        greatest = max(greatest, accuracy)
        best[spent] = greatest
        spent += 1
        if scheduler.report(trial, epoch, accuracy) and epoch < epochs:
            order += 1
            heapq.heappush(events, (now + seconds(curves[trial], epoch + 1), order, trial, epoch + 1, epochs))
        else:
            free += 1
    best[spent:] = greatest
    scheduler.end()
    return best, now


def seconds(curve, epoch):
    """Time of one epoch, of those after the first as the difference of the times up to both."""
    before = curve[1, epoch - 2] if epoch > 1 else 0.0
    return max(curve[1, epoch - 1] - before, LEAST_SECONDS)


def run_together(simulations, curves):
    """Runs generators of `simulate` to their ends, with one evaluation of the surrogate for all that wait.

    simulations: (key, task, generator); curves: the surrogate's function for a list of (task, parameters).
    """
    results, waiting = {}, []
    for key, task, generator in simulations:
        advance(key, task, generator, None, results, waiting)
    while waiting:
        found = curves([(task, parameters) for _, task, _, parameters in waiting])
        before, waiting = waiting, []
        for (key, task, generator, _), curve in zip(before, found):
            advance(key, task, generator, curve, results, waiting)
    return results


def advance(key, task, generator, curve, results, waiting):
    try:
        waiting.append((key, task, generator, generator.send(curve)))
    except StopIteration as end:
        results[key] = end.value

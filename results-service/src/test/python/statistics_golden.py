"""Golden values of StatisticsTest, by SciPy: python3 statistics_golden.py"""
import numpy as np
from scipy import stats

values = [84.9, 85.3, 85.1, 84.7, 85.2]
mean, error = np.mean(values), stats.sem(values)
print("seeds", mean, np.std(values, ddof=1), stats.t.interval(0.95, 4, mean, error))

base = [84.9, 85.3, 85.1, 84.7, 85.2]
variants = {
    "far": [86.1, 86.4, 86.3, 86.0, 86.3],
    "near": [84.95, 85.31, 85.14, 84.73, 85.22],
    "loose": [85.6, 84.9, 85.9, 84.5, 85.9],
}
tests = {name: stats.ttest_rel(v, base) for name, v in variants.items()}
ordered = sorted(tests, key=lambda name: tests[name].pvalue)
for k, name in enumerate(ordered):
    level = 1 - 0.05 / (len(ordered) - k)
    interval = tests[name].confidence_interval(level)
    print(name, tests[name].pvalue, level, np.mean(np.subtract(variants[name], base)), interval.low, interval.high)

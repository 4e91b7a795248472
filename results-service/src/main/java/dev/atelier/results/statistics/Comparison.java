package dev.atelier.results.statistics;

import java.util.Optional;

/**
 * A variant beside the baseline, seed by seed, in percentage points.
 *
 * @param seeds common to both
 * @param difference mean over the common seeds of variant less baseline
 * @param interval of the mean difference, at the confidence that Holm's procedure leaves for it; empty for one seed, and where the
 *     difference is the same on each seed
 * @param confidence of the interval
 */
public record Comparison(
        String variant,
        int seeds,
        double difference,
        Optional<Interval> interval,
        double confidence,
        Verdict verdict) {}

package dev.atelier.results.statistics;

import java.util.Collection;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * One figure over the seeds it was measured with.
 *
 * @param count seeds
 * @param standardDeviation of the sample, with {@code count − 1} below the sum; empty for one seed
 * @param interval where the mean over all seeds lies with a confidence of 95 %, by Student's t with {@code count − 1}
 *     degrees of freedom: mean ± t(0.975)·s/√count; empty for one seed, and where all values are the same, which do not show
 *     how much another seed would differ
 */
public record SeedSummary(int count, double mean, Optional<Double> standardDeviation, Optional<Interval> interval) {
    static final double CONFIDENCE = 0.95;

    private static final double ROUNDING = 1e-9;

    /** Nothing where there is no value. */
    public static Optional<SeedSummary> of(Collection<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sample = values.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Mean.of(sample).getAsDouble();
        if (sample.length == 1) {
            return Optional.of(new SeedSummary(1, mean, Optional.empty(), Optional.empty()));
        }
        double deviation = StandardDeviation.of(sample).getAsDouble();
        double half = quantile(sample.length, CONFIDENCE) * deviation / Math.sqrt(sample.length);
        Optional<Interval> interval =
                isNothing(deviation, mean) ? Optional.empty() : Optional.of(Interval.around(mean, half));
        return Optional.of(new SeedSummary(sample.length, mean, Optional.of(deviation), interval));
    }

    /** The same for a figure that cannot lie outside a range: neither can its mean. */
    public SeedSummary within(Interval range) {
        return new SeedSummary(count, mean, standardDeviation, interval.map(own -> own.within(range)));
    }

    /** Whether a standard deviation is one of rounding alone. */
    static boolean isNothing(double deviation, double mean) {
        return deviation <= ROUNDING * Math.max(1, Math.abs(mean));
    }

    /** Of Student's t: what lies within plus and minus it has this probability. */
    static double quantile(int count, double confidence) {
        return TDistribution.of(count - 1).inverseSurvivalProbability((1 - confidence) / 2);
    }
}

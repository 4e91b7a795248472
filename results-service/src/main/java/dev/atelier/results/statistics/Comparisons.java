package dev.atelier.results.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Compares variants with a baseline by the differences between jobs of the same seed. Of m comparisons the one with the
 * k-th least p value, by the paired t test of no difference, gets the interval of confidence 1 − 0.05/(m − k + 1), as in
 * Holm's step-down procedure: together they are wrong about "no difference" with a probability of at most 5 %.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm, A Simple Sequentially Rejective Multiple Test Procedure
 *     (1979)</a>
 */
public final class Comparisons {
    /** Differences smaller than this are of no interest, in percentage points. */
    public static final double MARGIN = 0.2;

    private static final Interval NEGLIGIBLE = new Interval(-MARGIN, MARGIN);

    private Comparisons() {}

    /**
     * Each variant beside the baseline, in the variants' order; nothing for the baseline itself and for those that share no
     * seed with it. Those that differ from it by the same on each seed, or not at all, are no comparisons of a test.
     *
     * @param variants accuracy in percent by seed, by name
     * @param baseline a name of {@code variants}
     */
    public static List<Comparison> with(String baseline, Map<String, SortedMap<Long, Double>> variants) {
        SortedMap<Long, Double> base = variants.get(baseline);
        if (base == null) {
            throw new IllegalArgumentException(
                    "baseline is '" + baseline + "'; expected one of " + String.join(", ", variants.keySet()));
        }
        List<Paired> all = variants.entrySet().stream()
                .filter(variant -> !variant.getKey().equals(baseline))
                .map(variant -> Paired.of(variant.getKey(), variant.getValue(), base))
                .filter(pair -> pair.differences().length > 0)
                .toList();
        List<Paired> tested = all.stream()
                .filter(pair -> pair.differences().length > 1 && !pair.isConstant())
                .sorted(Comparator.comparingDouble(Paired::p))
                .toList();
        return all.stream().map(pair -> compare(pair, tested)).toList();
    }

    private static Comparison compare(Paired pair, List<Paired> tested) {
        int seeds = pair.differences().length;
        if (pair.isEqual()) {
            return new Comparison(pair.variant(), seeds, 0, Optional.empty(), 0, Verdict.EQUAL);
        }
        int rank = tested.indexOf(pair);
        if (rank < 0) {
            Verdict verdict = seeds == 1 ? Verdict.ONE_SEED : Verdict.CONSTANT;
            return new Comparison(pair.variant(), seeds, pair.mean(), Optional.empty(), 0, verdict);
        }
        double confidence = 1 - (1 - SeedSummary.CONFIDENCE) / (tested.size() - rank);
        double half = SeedSummary.quantile(seeds, confidence) * pair.standardError();
        Interval interval = Interval.around(pair.mean(), half);
        return new Comparison(pair.variant(), seeds, pair.mean(), Optional.of(interval), confidence, verdict(interval));
    }

    private static Verdict verdict(Interval interval) {
        if (interval.liesOutside(NEGLIGIBLE)) {
            return Verdict.DIFFERENT;
        }
        return interval.liesWithin(NEGLIGIBLE) ? Verdict.EQUIVALENT : Verdict.UNDECIDED;
    }

    /** Differences of a variant to the baseline on the seeds that both have. */
    private record Paired(
            String variant, double[] differences, double mean, boolean isConstant, double standardError, double p) {
        static Paired of(String variant, SortedMap<Long, Double> values, SortedMap<Long, Double> base) {
            List<Double> differences = new ArrayList<>();
            values.forEach((seed, value) -> {
                if (base.containsKey(seed)) {
                    differences.add(value - base.get(seed));
                }
            });
            double[] sample =
                    differences.stream().mapToDouble(Double::doubleValue).toArray();
            double mean = Mean.of(sample).getAsDouble();
            if (sample.length < 2) {
                return new Paired(variant, sample, mean, true, 0, 1);
            }
            double deviation = StandardDeviation.of(sample).getAsDouble();
            double error = deviation / Math.sqrt(sample.length);
            return SeedSummary.isNothing(deviation, mean)
                    ? new Paired(variant, sample, mean, true, 0, 1)
                    : new Paired(variant, sample, mean, false, error, p(mean, error, sample.length));
        }

        /** Whether the results are the same on each of the seeds. */
        boolean isEqual() {
            return Arrays.stream(differences).allMatch(difference -> difference == 0);
        }

        /** Two-sided. */
        private static double p(double mean, double error, int count) {
            return 2 * TDistribution.of(count - 1).survivalProbability(Math.abs(mean) / error);
        }
    }
}

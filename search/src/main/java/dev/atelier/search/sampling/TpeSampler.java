package dev.atelier.search.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.ResultOrder;
import dev.atelier.search.Trial;
import dev.atelier.search.space.Draws;
import dev.atelier.search.space.SearchSpace;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl 2011, "Algorithms for Hyper-Parameter Optimization"): one
 * density of the good trials and one of the others; of configurations drawn from the first, the one with the greatest ratio
 * of the two is tried. Kernels are over all parameters together and the prior is one of them, as Watanabe 2023 recommends
 * ("Tree-structured Parzen estimator: understanding its algorithm components and their roles for better empirical
 * performance"); the weights of the good trials follow their ranks, so that the scale of the objective has no effect.
 *
 * <p>A trial that failed is never good. One without a result is not either, so that parallel trials spread (a constant liar).
 *
 * <p>Where a schedule has rungs, the densities are those of the latest epoch that enough trials reached, as in BOHB (Falkner, Klein and
 * Hutter 2018), but never of the first rung, and one trial in six is drawn at random: what is best after the first epochs is often
 * not best after the last, and a model of early results would try nothing else.
 */
public final class TpeSampler implements Sampler {
    /** So many results are needed for a model; trials before are drawn at random. */
    private static final int LEAST_RESULTS = 10;

    private static final double GOOD_SHARE = 0.15;
    private static final int MOST_GOOD = 25;
    private static final int CANDIDATES = 24;
    private static final double RANDOM_SHARE = 1.0 / 6;
    private static final String CANDIDATE = "tpe candidate";
    private static final String SHARE = "tpe share";

    private final SearchSpace space;
    private final long seed;
    private final Direction direction;
    private final int leastEpoch;
    private final RandomSampler random;

    /**
     * A sampler of one search.
     *
     * @param leastEpoch the model has results from this epoch on: that of the second rung, or 0 if there are no rungs
     */
    public TpeSampler(SearchSpace space, long seed, Direction direction, int leastEpoch) {
        this.space = space;
        this.seed = seed;
        this.direction = direction;
        this.leastEpoch = leastEpoch;
        this.random = new RandomSampler(space, seed);
    }

    @Override
    public boolean usesResults() {
        return true;
    }

    @Override
    public SortedMap<String, JsonNode> sample(List<Trial> earlier, List<TrialResult> results) {
        int trial = earlier.size();
        List<TrialResult> late =
                results.stream().filter(each -> each.epoch() >= leastEpoch).toList();
        boolean isRandom = late.size() < LEAST_RESULTS
                || (leastEpoch > 0 && Draws.of(seed, trial, SHARE).uniform() < RANDOM_SHARE);
        if (isRandom) {
            return random.sample(earlier, List.of());
        }
        List<TrialResult> compared = ofLatestEpochs(late);
        List<Integer> good = good(compared);
        ParzenEstimator ofGood = new ParzenEstimator(space, points(earlier, good), rankWeights(good.size()));
        List<Integer> others = others(earlier, results, compared, good);
        ParzenEstimator ofOthers = new ParzenEstimator(space, points(earlier, others), equalWeights(others.size()));
        TriedPoints tried = new TriedPoints(space, earlier);
        double[] best = null;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int candidate = 0; candidate < CANDIDATES; candidate++) {
            double[] positions = ofGood.sample(Draws.of(seed, trial, CANDIDATE, candidate));
            double ratio = ofGood.logDensity(positions) - ofOthers.logDensity(positions);
            if (ratio > greatest && !tried.contains(positions)) {
                greatest = ratio;
                best = positions;
            }
        }
        return best == null ? random.sample(earlier, List.of()) : space.at(best);
    }

    /** The results of the latest epoch that has enough of them, and of the epochs after it. */
    private static List<TrialResult> ofLatestEpochs(List<TrialResult> results) {
        int epoch = results.stream()
                .map(TrialResult::epoch)
                .sorted(Comparator.reverseOrder())
                .toList()
                .get(LEAST_RESULTS - 1);
        return results.stream().filter(each -> each.epoch() >= epoch).toList();
    }

    /** The good trials, the best first. */
    private List<Integer> good(List<TrialResult> compared) {
        long count = Math.min(MOST_GOOD, (long) StrictMath.ceil(GOOD_SHARE * compared.size()));
        return compared.stream()
                .filter(each -> !each.isFailed())
                .sorted(ResultOrder.byEpochAndValue(direction))
                .limit(count)
                .map(TrialResult::trial)
                .toList();
    }

    /** The others that are compared, and those without a result. */
    private static List<Integer> others(
            List<Trial> earlier, List<TrialResult> results, List<TrialResult> compared, List<Integer> good) {
        boolean[] isLeftOut = new boolean[earlier.size()];
        results.forEach(each -> isLeftOut[each.trial()] = true);
        compared.forEach(each -> isLeftOut[each.trial()] = false);
        good.forEach(number -> isLeftOut[number] = true);
        return earlier.stream()
                .map(Trial::number)
                .filter(number -> !isLeftOut[number])
                .toList();
    }

    private List<double[]> points(List<Trial> trials, List<Integer> numbers) {
        return numbers.stream()
                .map(number -> space.positions(trials.get(number).parameters()))
                .toList();
    }

    private static double[] equalWeights(int count) {
        double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Weights that fall with the logarithm of the rank and have a mean of 1. */
    private static double[] rankWeights(int count) {
        double[] weights = new double[count];
        Arrays.setAll(weights, rank -> StrictMath.log(count + 1) - StrictMath.log(rank + 1));
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, rank -> weights[rank] * count / sum);
        return weights;
    }
}

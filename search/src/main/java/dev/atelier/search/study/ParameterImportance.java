package dev.atelier.search.study;

import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.ResultOrder;
import dev.atelier.search.space.Domain;
import dev.atelier.search.space.SearchParameter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How much each parameter of a search mattered, by PED-ANOVA (Watanabe, Bansal, Hutter 2023, "PED-ANOVA: Efficiently Quantifying
 * Hyperparameter Importance in Arbitrary Subspaces"): the Pearson divergence of the density of the parameter's values in the
 * best tenth of the trials from that in all of them.
 */
public final class ParameterImportance {
    /** Fewer trials have no densities. */
    static final int FEWEST = 10;

    private static final double BEST = 0.1;
    private static final int FEWEST_BEST = 2;
    private static final int STEPS = 50;
    private static final double SCOTT = 1.059;

    private final RecordedSearch search;
    private final List<TrialResult> ranked;

    private ParameterImportance(RecordedSearch search) {
        this.search = search;
        this.ranked = search.history().lastResults().stream()
                .filter(result -> !result.isFailed())
                .sorted(ResultOrder.byEpochAndValue(
                        search.definition().objective().direction()))
                .toList();
    }

    /**
     * The importance of each parameter by its path; together they are 1. A parameter that exists in few trials, or whose
     * values are all the same, has 0.
     *
     * @return empty where fewer than {@value #FEWEST} trials have a value, and where no parameter mattered
     */
    public static SortedMap<String, Double> of(RecordedSearch search) {
        return new ParameterImportance(search).importances();
    }

    private SortedMap<String, Double> importances() {
        if (ranked.size() < FEWEST) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, Double> divergences = new TreeMap<>();
        search.definition()
                .spec()
                .space()
                .parameters()
                .forEach(parameter -> divergences.put(parameter.path(), divergence(parameter)));
        double sum =
                divergences.values().stream().mapToDouble(Double::doubleValue).sum();
        if (sum == 0) {
            return Collections.emptySortedMap();
        }
        divergences.replaceAll((path, divergence) -> divergence / sum);
        return divergences;
    }

    private double divergence(SearchParameter parameter) {
        int best = Math.max(FEWEST_BEST, (int) Math.ceil(BEST * ranked.size()));
        double[] ofBest = positions(parameter, ranked.subList(0, best));
        double[] ofAll = positions(parameter, ranked);
        if (ofBest.length < FEWEST_BEST || Arrays.stream(ofAll).distinct().count() < 2) {
            return 0;
        }
        double[] densityOfBest = density(parameter.domain(), ofBest);
        double[] densityOfAll = density(parameter.domain(), ofAll);
        double divergence = 0;
        for (int step = 0; step < densityOfAll.length; step++) {
            double ratio = densityOfBest[step] / densityOfAll[step] - 1;
            divergence += densityOfAll[step] * ratio * ratio;
        }
        return divergence;
    }

    private double[] positions(SearchParameter parameter, List<TrialResult> results) {
        return results.stream()
                .flatMap(result -> Stream.ofNullable(search.history()
                        .trials()
                        .get(result.trial())
                        .parameters()
                        .get(parameter.path())))
                .mapToDouble(value -> parameter.domain().position(value))
                .toArray();
    }

    /** Probabilities of equal parts of the domain, none of them 0. */
    private static double[] density(Domain domain, double[] positions) {
        return domain.isOrdered() ? smooth(positions) : counted((int) Math.min(domain.size(), STEPS), positions);
    }

    /** A category counts once more than it occurs. */
    private static double[] counted(int categories, double[] positions) {
        double[] density = new double[categories];
        Arrays.fill(density, 1.0 / categories);
        for (double position : positions) {
            density[Math.min(categories - 1, (int) (position * categories))]++;
        }
        return normalized(density);
    }

    /** A mixture of a normal distribution around each position, by Scott's rule, and the uniform distribution. */
    private static double[] smooth(double[] positions) {
        double width =
                Math.clamp(SCOTT * deviation(positions) * StrictMath.pow(positions.length, -0.2), 1.0 / STEPS, 1);
        double[] density = new double[STEPS];
        Arrays.fill(density, 1.0 / STEPS);
        for (double position : positions) {
            double[] kernel = new double[STEPS];
            for (int step = 0; step < STEPS; step++) {
                double distance = ((step + 0.5) / STEPS - position) / width;
                kernel[step] = StrictMath.exp(-distance * distance / 2);
            }
            double[] whole = normalized(kernel);
            for (int step = 0; step < STEPS; step++) {
                density[step] += whole[step];
            }
        }
        return normalized(density);
    }

    private static double deviation(double[] values) {
        double mean = DoubleStream.of(values).average().orElse(0);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return StrictMath.sqrt(squares / values.length);
    }

    private static double[] normalized(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double[] normalized = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            normalized[i] = weights[i] / sum;
        }
        return normalized;
    }
}

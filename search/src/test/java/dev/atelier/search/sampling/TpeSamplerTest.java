package dev.atelier.search.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.Sampling;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SimulatedSearch;
import dev.atelier.search.TrialSchedule;
import dev.atelier.search.algorithm.SearchAlgorithms;
import dev.atelier.search.space.Draws;
import dev.atelier.search.space.SearchSpace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TpeSamplerTest {
    private static final int STEPS = 20_000;

    private static SearchSpace space(String text) {
        return SearchSpace.read(Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .orElseThrow();
    }

    /** Reference values: the error function by series and continued fraction, to 15 digits. */
    @Test
    void theNormalDistributionHasItsKnownValues() {
        assertThat(NormalDistribution.cumulative(0)).isEqualTo(0.5, within(1e-15));
        assertThat(NormalDistribution.cumulative(1)).isEqualTo(0.841344746068543, within(1e-14));
        assertThat(NormalDistribution.cumulative(-1.96)).isEqualTo(0.024997895148220, within(1e-14));
        assertThat(NormalDistribution.cumulative(-8)).isEqualTo(6.22096057427178e-16, within(1e-22));
        assertThat(NormalDistribution.logDensity(0)).isEqualTo(-0.918938533204673, within(1e-14));
    }

    @Test
    void theDensityOverARangeIntegratesToOne() {
        ParzenEstimator estimator = new ParzenEstimator(
                space("{'x': {'uniform': [0, 1]}}"),
                List.of(new double[] {0.02}, new double[] {0.4}, new double[] {0.5}, new double[] {Double.NaN}),
                new double[] {1, 2, 0.5, 1});

        double sum = IntStream.range(0, STEPS)
                .mapToDouble(i -> StrictMath.exp(estimator.logDensity(new double[] {(i + 0.5) / STEPS})))
                .average()
                .orElseThrow();
        // The weights, with that of the prior, sum to 5.5.
        assertThat(sum / 5.5).isCloseTo(1, within(1e-6));
    }

    @Test
    void theProbabilitiesOfAConditionalSpaceSumToOne() {
        SearchSpace space = space("{'o': {'choice': ['a', 'b', 'c']}, 'n': {'int': [1, 5], 'when': {'o': ['a', 'b']}},"
                + "'l': {'logInt': [1, 9], 'when': {'o': 'b'}}}");
        List<double[]> observed = IntStream.range(0, 6)
                .mapToObj(i -> space.positions(space.configuration(parameter ->
                        parameter.domain().at(Draws.of(3, i, parameter.path()).uniform()))))
                .toList();
        ParzenEstimator estimator = new ParzenEstimator(space, observed, new double[] {1, 1, 1, 1, 1, 1});

        double sum = space.configurations(1000).stream()
                .mapToDouble(each -> StrictMath.exp(estimator.logDensity(space.positions(each))))
                .sum();
        assertThat(sum / 7).isCloseTo(1, within(1e-9));
    }

    @Test
    void samplesFollowTheDensity() {
        SearchSpace space = space("{'n': {'int': [1, 4]}}");
        ParzenEstimator estimator =
                new ParzenEstimator(space, List.of(new double[] {0.3}, new double[] {0.35}), new double[] {1, 1});
        double[] shares = new double[4];
        for (int i = 0; i < STEPS; i++) {
            shares[(int) (estimator.sample(Draws.of(1, i, "s"))[0] * 4)] += 1.0 / STEPS;
        }

        for (int value = 0; value < 4; value++) {
            double probability = StrictMath.exp(estimator.logDensity(new double[] {(value + 0.5) / 4})) / 3;
            assertThat(shares[value]).isCloseTo(probability, within(0.02));
        }
    }

    /** The mean over seeds of the best value of 40 trials; the optimum is 0. */
    private static double regret(Sampling sampling, int parallel) {
        SearchSpace space =
                space("{'x': {'uniform': [0, 1]}, 'y': {'log': [1e-4, 1]}, 'b': {'choice': [8, 16, 32, 64]},"
                        + "'a': {'choice': ['relu', 'tanh', 'none']}}");
        return IntStream.range(0, 20)
                .mapToDouble(seed -> {
                    SearchSpec spec = new SearchSpec(
                            TrialSchedule.FULL,
                            sampling,
                            space,
                            40,
                            seed,
                            3,
                            1,
                            1,
                            parallel,
                            1,
                            OptionalLong.empty(),
                            Direction.MIN);
                    SearchHistory history = new SimulatedSearch(
                                    SearchAlgorithms.of(spec), 1, (parameters, each, epoch) -> bowl(parameters))
                            .run(parallel, new Random(seed));
                    EndSearch end = (EndSearch) SimulatedSearch.steps(history).getLast();
                    return end.winner() == null ? 1 : end.winner().value();
                })
                .average()
                .orElseThrow();
    }

    private static double bowl(Map<String, JsonNode> parameters) {
        double x = parameters.get("x").doubleValue() - 0.3;
        double y = Math.log10(parameters.get("y").doubleValue()) / 4 + 0.6;
        double b = Math.abs(parameters.get("b").intValue() - 32) / 64.0;
        double a = parameters.get("a").textValue().equals("tanh") ? 0 : 0.2;
        return x * x + y * y + b + a;
    }

    @Test
    void itFindsMuchBetterValuesThanRandomSearchAlsoInParallel() {
        double random = regret(Sampling.RANDOM, 1);

        assertThat(regret(Sampling.TPE, 1)).isLessThan(random / 4);
        assertThat(regret(Sampling.TPE, 4)).isLessThan(random / 3);
    }
}

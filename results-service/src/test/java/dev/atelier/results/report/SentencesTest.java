package dev.atelier.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which variant a report names as the best, and how. */
class SentencesTest {
    private static final String END = ". The test images were not used for the choice.";
    private static final String MEAN = " mean validation accuracy";

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(of(), "No variant has a result yet."),
                Arguments.of(of().with("a", 0.5), "There is only one variant."),
                Arguments.of(
                        of().with("a", 0.5).with("b", (Double) null),
                        "So far, with 1 of 2 jobs ended: 'a' is the only variant with a result."),
                Arguments.of(of().with("a", 0.5).with("b", 0.6), "'b' has the highest" + MEAN + END),
                Arguments.of(
                        of().with("a", 0.5, 0.6).with("b", 0.6, 0.5),
                        "'a' and 'b' are equal: they have the same" + MEAN + END),
                Arguments.of(
                        of().with("a", 0.5).with("b", 0.5).with("c", 0.5),
                        "'a', 'b' and 'c' are equal: they have the same" + MEAN + END),
                Arguments.of(
                        of().with("a", 0.7, 0.5).with("b", 0.6, 0.6).with("c", 0.5, 0.5),
                        "'a' and 'b' share the highest" + MEAN + END),
                Arguments.of(
                        of().with("a", 0.6, 0.6, 0.6).with("b", 0.7, 0.7, null),
                        "So far, with 5 of 6 jobs ended: 'b' has the highest" + MEAN
                                + " on the 2 seeds that all variants with a result have in common" + END),
                Arguments.of(
                        of().with("a", 0.6, 0.6).with("b", 0.7, null),
                        "So far, with 3 of 4 jobs ended: 'b' has the highest" + MEAN
                                + " on the one seed that all variants with a result have in common" + END),
                Arguments.of(
                        new SampleExperiment(
                                        Map.of("study", "s", "objective", Map.of("metric", "validation.loss")),
                                        new Metric("validation.loss"))
                                .with("a", 0.5)
                                .with("b", 0.4),
                        "'b' has the lowest mean validation loss" + END));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void theBestIsNamedWhereThereIsOne(SampleExperiment sample, String sentence) {
        Experiment experiment = sample.experiment();

        assertThat(Sentences.choice(experiment, experiment.ranking())).isEqualTo(sentence);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void noSentenceClaimsWhatOneSeedDoesNotShow(SampleExperiment sample) {
        Experiment experiment = sample.experiment();

        assertThat(Sentences.choice(experiment, experiment.ranking())).doesNotContain("significant", "better");
        assertThat(Sentences.notes(experiment, List.of(), 0)).isEmpty();
    }

    @Test
    void baselinesThatAreNotThereAreNamedTogether() {
        Map<String, ?> study = Map.of(
                "study",
                "gridded",
                "base",
                Map.of("family", "mlp"),
                "baseline",
                "a",
                "variants",
                List.of(Map.of("name", "a"), Map.of("name", "b")),
                "grid",
                Map.of("training.batchSize", List.of(1, 2, 3)));
        Experiment experiment = new SampleExperiment(study, Metric.VALIDATION_ACCURACY)
                .with("a batchSize=3", 0.5, 0.6)
                .with("b batchSize=1", 0.5, 0.6)
                .with("b batchSize=2", 0.5, 0.6)
                .experiment();
        List<VariantReport> variants = experiment.variants().stream()
                .map(variant -> VariantReport.of(
                        variant, Metric.VALIDATION_ACCURACY, false, Optional.empty(), Optional.empty()))
                .toList();

        assertThat(Sentences.notes(experiment, variants, 0))
                .containsExactly(
                        "Nothing is compared with the baselines 'a batchSize=1' and 'a batchSize=2': the study does"
                                + " not have them.");
    }

    private static SampleExperiment of() {
        return SampleExperiment.named("sample");
    }
}

package dev.atelier.cli.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Choice;
import dev.atelier.cli.client.StudyResponse.Metrics;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.contracts.metric.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the results-service chose, in words. */
class BestVariantTest {
    private static final Metrics NONE = new Metrics(null, null, null, null, null);
    private static final Metric LOSS = new Metric("validation.loss");
    private static final Variant A = variant("s", "a", Metric.VALIDATION_ACCURACY, 0.7, 2, 2);
    private static final Variant B = variant("s", "b", Metric.VALIDATION_ACCURACY, 0.9, 2, 2);

    @Test
    void isNamedWithItsFigures() {
        assertThat(BestVariant.sentences(study(List.of(choice("s", Metric.VALIDATION_ACCURACY, 2, "b")), A, B)))
                .containsExactly("Best of 2 variants: b, with validation accuracy 90.00 %, test accuracy 50.00 %");
    }

    /** Whatever the figures in the table are: those may be of other seeds. */
    @Test
    void isTheOneThatTheServiceChose() {
        StudyResponse study = study(
                List.of(new Choice("s", Metric.VALIDATION_ACCURACY, 2, List.of("a"), 2, false)),
                A,
                variant("s", "b", Metric.VALIDATION_ACCURACY, 0.9, 3, 1));

        assertThat(BestVariant.sentences(study))
                .containsExactly("Best of 2 variants on the 2 seeds that all have: a, with validation accuracy 70.00 %,"
                        + " test accuracy 50.00 % (without 2 jobs that have no result of their own)");
        assertThat(BestVariant.label(study)).isEqualTo("a");
        assertThat(BestVariant.figure(study)).isEqualTo("70.00 %");
    }

    @Test
    void nothingIsBetterThanItself() {
        assertThat(BestVariant.sentences(study(List.of(choice("s", Metric.VALIDATION_ACCURACY, 2, "a", "b")), A, B)))
                .containsExactly("No variant is better than another: all 2 have the same mean validation accuracy");
        assertThat(BestVariant.sentences(study(List.of(choice("s", Metric.VALIDATION_ACCURACY, 3, "a", "b")), A, B)))
                .containsExactly("Best of 3 variants: a, b, with validation accuracy 70.00 %");
        assertThat(BestVariant.sentences(study(List.of(choice("s", Metric.VALIDATION_ACCURACY, 1, "a")), A)))
                .isEmpty();
        assertThat(BestVariant.sentences(study(List.of(choice("s", Metric.VALIDATION_ACCURACY, 0)), A)))
                .isEmpty();
        assertThat(BestVariant.figure(study(List.of(choice("s", Metric.VALIDATION_ACCURACY, 0)), A)))
                .isEqualTo("-");
    }

    @Test
    void variantsOfDifferentStudiesAreNotCompared() {
        StudyResponse study = study(
                List.of(choice("s", Metric.VALIDATION_ACCURACY, 2, "b"), choice("t", LOSS, 2, "c")),
                A,
                B,
                variant("t", "c", LOSS, 0.4, 1, 1),
                variant("t", "d", LOSS, 0.5, 1, 1));

        assertThat(BestVariant.sentences(study))
                .containsExactly(
                        "s: Best of 2 variants: b, with validation accuracy 90.00 %, test accuracy 50.00 %",
                        "t: Best of 2 variants: c, with validation loss 0.4000, test accuracy 50.00 %");
        assertThat(BestVariant.label(study)).isEqualTo("s: b; t: c");
        assertThat(BestVariant.figure(study)).isEqualTo("-");
    }

    private static Choice choice(String experiment, Metric objective, int measured, String... best) {
        return new Choice(experiment, objective, measured, List.of(best), 2, true);
    }

    private static Variant variant(
            String experiment, String name, Metric metric, @Nullable Double objective, int jobs, int counted) {
        return new Variant(
                experiment, name, metric, jobs, counted, new Metrics(0.5, null, null, null, objective), NONE, null);
    }

    private static StudyResponse study(List<Choice> choices, Variant... variants) {
        return new StudyResponse(
                "s-1", "s", "", Metric.VALIDATION_ACCURACY, null, 0, 0, 0, choices, List.of(variants), List.of(), null);
    }
}

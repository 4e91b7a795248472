package dev.atelier.cli.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Metrics;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.contracts.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BestVariantTest {
    private static final Metrics NONE = new Metrics(null, null, null, null, null);

    @Test
    void isNamedWithItsFigures() {
        assertThat(BestVariant.sentence(study("maximize", 0.7, 0.9, 0.8)))
                .contains("Best of 3 variants: v1, with validation accuracy 90.00 %, test accuracy 50.00 %");
        assertThat(BestVariant.sentence(study("minimize", 0.7, 0.9, 0.8)))
                .contains("Best of 3 variants: v0, with validation accuracy 70.00 %, test accuracy 50.00 %");
        assertThat(BestVariant.sentence(study("maximize", 0.7, null, 0.8)))
                .contains("Best of 2 variants: v2, with validation accuracy 80.00 %, test accuracy 50.00 %"
                        + " (without 1 job that has no result)");
    }

    @Test
    void nothingIsBetterThanItself() {
        assertThat(BestVariant.sentence(study("maximize", 0.9, 0.8, 0.9)))
                .contains("Best of 3 variants: v0, v2, with validation accuracy 90.00 %");
        assertThat(BestVariant.sentence(study("maximize", 0.9, 0.9)))
                .contains("No variant is better than another: all have a validation accuracy 90.00 %");
        assertThat(BestVariant.sentence(study("maximize", 0.9))).isEmpty();
        assertThat(BestVariant.sentence(study("maximize", 0.9, null))).isEmpty();
        assertThat(BestVariant.sentence(study("maximize"))).isEmpty();
        assertThat(BestVariant.figure(study("maximize", (Double) null))).isEqualTo("-");
    }

    @Test
    void ofAnyFiguresAllThatShareTheBestAreNamed() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            Double[] figures = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> random.nextInt(4) == 0 ? null : random.nextInt(3) / 4.0)
                    .toArray(Double[]::new);
            boolean minimize = random.nextBoolean();
            double best = Arrays.stream(figures)
                    .filter(figure -> figure != null)
                    .mapToDouble(figure -> minimize ? -figure : figure)
                    .max()
                    .orElse(Double.NaN);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < figures.length; i++) {
                if (figures[i] != null && (minimize ? -figures[i] : figures[i]) == best) {
                    expected.add("v" + i);
                }
            }

            assertThat(BestVariant.names(study(minimize ? "minimize" : "maximize", figures)))
                    .as("%s", Arrays.toString(figures))
                    .isEqualTo(expected);
        }
    }

    private static StudyResponse study(String direction, @Nullable Double... objectives) {
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < objectives.length; i++) {
            Double objective = objectives[i];
            variants.add(new Variant(
                    "s",
                    "v" + i,
                    1,
                    objective == null ? 0 : 1,
                    objective == null ? NONE : new Metrics(0.5, null, null, null, objective),
                    NONE,
                    null));
        }
        return new StudyResponse(
                "s-1", "s", "", Metric.VALIDATION_ACCURACY, direction, null, 0, 0, 0, variants, List.of());
    }
}

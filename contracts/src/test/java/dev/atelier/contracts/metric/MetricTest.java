package dev.atelier.contracts.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
    @Test
    void aMetricIsItsNameInJson() {
        assertThat(Json.text(Metric.VALIDATION_ACCURACY)).isEqualTo("\"validation.accuracy\"");
        assertThat(read("\"train.loss\"", Metric.class)).isEqualTo(Metric.of(Split.TRAIN, Figure.LOSS));
    }

    @Test
    void aKnownMetricHasATitleAUnitAndADirection() {
        Metric loss = Metric.of(Split.TRAIN, Figure.LOSS);

        assertThat(loss.title()).isEqualTo("training loss");
        assertThat(loss.unit()).contains(Unit.NATS);
        assertThat(loss.direction()).contains(Direction.MIN);
        assertThat(Metric.VALIDATION_ACCURACY.title()).isEqualTo("validation accuracy");
    }

    @Test
    void aMetricOfANewerVersionIsItsNameAlone() {
        Metric newer = read("\"validation.beauty\"", Metric.class);

        assertThat(newer.title()).isEqualTo("validation.beauty");
        assertThat(newer.unit()).isEmpty();
        assertThat(newer.direction()).isEmpty();
        assertThat(Json.text(newer)).isEqualTo("\"validation.beauty\"");
    }

    @Test
    void nothingIsChosenByTestImages() {
        assertThat(Metric.ofEpochs())
                .contains(Metric.VALIDATION_ACCURACY, Metric.of(Split.TRAIN, Figure.LOSS))
                .noneMatch(metric -> metric.name().startsWith("test."));
    }

    @ParameterizedTest
    @EnumSource
    void jobsAndStudiesSpellDirectionsInTheirOwnWays(Direction direction) {
        assertThat(Json.text(direction)).isEqualTo('"' + direction.jsonName() + '"');
        assertThat(read('"' + direction.jsonName() + '"', Direction.class)).isEqualTo(direction);
        assertThat(read('"' + direction.verb() + '"', Direction.class)).isEqualTo(direction);
        assertThat(Direction.of(direction.verb())).isEqualTo(direction);
        assertThat(Direction.of(direction.jsonName())).isEqualTo(direction);
        assertThatThrownBy(() -> read("\"up\"", Direction.class)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whatAMessageHasComesBeforeItsOtherMembers() {
        Map<String, Double> given = Map.of("validation.accuracy", 0.5, "validation.beauty", 7.0);

        assertThat(MetricValues.of(
                        given, Map.of(Metric.VALIDATION_ACCURACY, 0.4, Metric.of(Split.TRAIN, Figure.LOSS), 2.0)))
                .containsExactly(
                        Map.entry("train.loss", 2.0),
                        Map.entry("validation.accuracy", 0.5),
                        Map.entry("validation.beauty", 7.0))
                .isUnmodifiable();
    }

    @Test
    void aValueThatIsNullIsNamed() {
        Map<String, Double> given = new TreeMap<>();
        given.put("validation.beauty", null);

        assertThatThrownBy(() -> MetricValues.of(given, Map.of()))
                .hasMessage("metrics.validation.beauty is null; expected a number");
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }
}

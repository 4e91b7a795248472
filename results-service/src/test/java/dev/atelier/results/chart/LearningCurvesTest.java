package dev.atelier.results.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class LearningCurvesTest {
    private static final Quantity NATS = Quantity.number("nats");
    private static final Curve TWO_SEEDS =
            new Curve("plain", List.of(new TreeMap<>(Map.of(1, 0.5, 2, 0.25)), new TreeMap<>(Map.of(1, 0.75))));

    @Test
    void aLineIsTheMeanAndItsBandReachesFromTheLeastToTheGreatestSeed() throws JsonProcessingException {
        JsonNode option = draw(List.of(TWO_SEEDS), List.of());

        assertThat(option.path("series")).hasSize(3);
        assertThat(option.at("/series/0/data").toString()).isEqualTo("[[\"1\",0.625],[\"2\",0.25]]");
        assertThat(option.at("/series/1/data").toString()).isEqualTo("[[\"1\",0.5],[\"2\",0.25]]");
        assertThat(option.at("/series/2/data").toString()).isEqualTo("[[\"1\",0.25],[\"2\",0.0]]");
        assertThat(option.at("/series/1/stack")).isEqualTo(option.at("/series/2/stack"));
    }

    @Test
    void epochsAreCategoriesSoThatBandsAreStackedUpwards() throws JsonProcessingException {
        JsonNode option = draw(List.of(TWO_SEEDS), List.of());

        assertThat(option.at("/xAxis/type").asText()).isEqualTo("category");
        assertThat(option.at("/xAxis/data").toString()).isEqualTo("[\"1\",\"2\"]");
    }

    @Test
    void linesOfOneLabelShareTheirColour() throws JsonProcessingException {
        Curve other = new Curve("other", List.of(new TreeMap<>(Map.of(1, 0.9))));

        JsonNode option = draw(List.of(other, TWO_SEEDS), List.of(other));

        assertThat(option.at("/legend/data").toString()).isEqualTo("[\"other\",\"plain\"]");
        JsonNode dashed = option.path("series").get(option.path("series").size() - 1);
        assertThat(dashed.at("/lineStyle/type").asText()).isEqualTo("dashed");
        assertThat(dashed.at("/lineStyle/color")).isEqualTo(option.at("/series/0/lineStyle/color"));
    }

    /** A tooltip names each line once: lines of one label by their split, and no edge of a band. */
    @Test
    void eachShownLineHasANameOfItsOwn() throws JsonProcessingException {
        Curve other = new Curve("other", List.of(new TreeMap<>(Map.of(1, 0.9))));

        JsonNode option = draw(List.of(other, TWO_SEEDS), List.of(other, TWO_SEEDS));

        assertThat(StreamSupport.stream(option.path("series").spliterator(), false)
                        .filter(series -> !series.has("stack"))
                        .map(series -> series.path("name").asText() + ", "
                                + series.path("split").asText()))
                .containsExactly("other, validation", "plain, validation", "other, training", "plain, training");
    }

    @Test
    void trainingAndValidationHaveTheirColours() {
        JsonNode option = Json.tree(LearningCurves.ofJob(
                        "loss",
                        "Loss",
                        NATS,
                        new Curve("validation", TWO_SEEDS.seeds()),
                        new Curve("training", TWO_SEEDS.seeds()))
                .option());

        for (JsonNode series : option.path("series")) {
            String color = series.at(series.has("stack") ? "/areaStyle/color" : "/lineStyle/color")
                    .asText();
            assertThat(color)
                    .isEqualTo(series.path("name").asText().equals("training") ? Palette.TRAINING : Palette.VALIDATION);
        }
        assertThat(option.path("series")).hasSize(6);
    }

    private static JsonNode draw(List<Curve> solid, List<Curve> dashed) throws JsonProcessingException {
        return Json.MAPPER.readTree(LearningCurves.of("loss", "Loss", "By epoch.", NATS, solid, dashed)
                .json());
    }
}

package dev.atelier.results.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.chart.Bars.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarsTest {
    @Test
    void everyEstimateHasItsNameAndRoomForIt() {
        Chart few = estimates(names(2, "variant"));
        Chart many = estimates(names(40, "variant"));

        JsonNode axis = Json.tree(many.option()).path("yAxis");
        assertThat(axis.path("data")).hasSize(40);
        assertThat(axis.at("/axisLabel/interval").asInt())
                .as("no name is left out")
                .isZero();
        int lines = 2 * axis.at("/axisLabel/lineHeight").asInt();
        assertThat((many.height() - few.height()) / 38).isGreaterThan(lines);
    }

    @Test
    void theMiddleOfALongNameIsLeftOut() {
        JsonNode names =
                Json.tree(estimates(names(2, "x".repeat(200))).option()).at("/yAxis/data");

        assertThat(names.get(0).asText()).hasSize(97).contains("…").endsWith("x 0");
        assertThat(names.get(1).asText()).hasSize(97).contains("…").endsWith("x 1");
    }

    private static List<String> names(int count, String name) {
        return IntStream.range(0, count).mapToObj(i -> name + " " + i).toList();
    }

    private static Chart estimates(List<String> names) {
        return Bars.estimates(
                "overview",
                "Test accuracy",
                "",
                Quantity.percent("test accuracy, %"),
                names.stream()
                        .map(name -> new Estimate(name, 80, Optional.empty()))
                        .toList());
    }
}

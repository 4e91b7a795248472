package dev.atelier.results.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.chart.Bars.Estimate;
import dev.atelier.results.statistics.Interval;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** An axis ends at a tick beyond what is drawn, but no accuracy is beyond 100 %. */
    @ParameterizedTest
    @CsvSource({
        "99.0, 97.1, 99.9, , 100",
        "99.9, , , 0, 100",
        "0.5, 0.1, 3.0, 0, ",
        "80, 78, 82, , ",
        "100, , , , 100",
        "87.0, 75.0, 99.0, , 100",
        "50, 5, 95, 0, 100"
    })
    void anAxisOfFractionsEndsWhereTheyCanBe(double value, Double least, Double greatest, Integer min, Integer max) {
        Optional<Interval> interval = least == null ? Optional.empty() : Optional.of(new Interval(least, greatest));
        Estimate estimate = new Estimate("a", value, interval);

        JsonNode fractions = axis(Quantity.fraction("accuracy, %"), estimate);
        assertThat(fractions.path("min").asText("")).isEqualTo(min == null ? "" : min.toString());
        assertThat(fractions.path("max").asText("")).isEqualTo(max == null ? "" : max.toString());
        JsonNode points = axis(Quantity.points("difference, points"), estimate);
        assertThat(points.has("min") || points.has("max")).isFalse();
    }

    private static JsonNode axis(Quantity quantity, Estimate estimate) {
        return Json.tree(Bars.estimates("overview", "", "", quantity, List.of(estimate))
                        .option())
                .path("xAxis");
    }

    private static List<String> names(int count, String name) {
        return IntStream.range(0, count).mapToObj(i -> name + " " + i).toList();
    }

    private static Chart estimates(List<String> names) {
        return Bars.estimates(
                "overview",
                "Test accuracy",
                "",
                Quantity.fraction("test accuracy, %"),
                names.stream()
                        .map(name -> new Estimate(name, 80, Optional.empty()))
                        .toList());
    }
}

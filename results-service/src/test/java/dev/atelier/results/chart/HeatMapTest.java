package dev.atelier.results.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    @Test
    void figuresAreReadOnLightAndOnDarkCells() {
        Chart chart = HeatMap.of(
                "grid",
                "Grid",
                "By rate and size.",
                Quantity.fraction("accuracy, %"),
                new HeatMap.Axis("rate", List.of("0.1", "0.01")),
                new HeatMap.Axis("size", List.of("32", "64")),
                List.of(List.of(Optional.of(80.0), Optional.of(90.0)), List.of(Optional.empty(), Optional.of(82.0))));

        JsonNode cells = Json.tree(chart.option()).at("/series/0/data");

        assertThat(cells).hasSize(3);
        assertThat(cells.at("/0/value")).isEqualTo(Json.tree(List.of(0, 0, 80.0)));
        assertThat(cells.at("/0/label/color").asText()).isEqualTo("#111");
        assertThat(cells.at("/1/label/color").asText()).isEqualTo("#fff");
        assertThat(cells.at("/2/label/color").asText()).isEqualTo("#111");
    }

    /** The first row is the top one, as the first column is the left one. */
    @Test
    void theDiagonalOfAMatrixRunsFromTheTopLeftToTheBottomRight() {
        HeatMap.Axis classes = new HeatMap.Axis("class", List.of("a", "b"));
        List<List<Optional<Double>>> counts =
                List.of(List.of(Optional.of(9.0), Optional.of(1.0)), List.of(Optional.of(2.0), Optional.of(8.0)));
        Quantity images = Quantity.number("images");

        JsonNode matrix = Json.tree(HeatMap.matrix("matrix", "", "", images, classes, classes, counts)
                .option());
        JsonNode grid = Json.tree(
                HeatMap.of("grid", "", "", images, classes, classes, counts).option());

        assertThat(matrix.at("/yAxis/inverse").asBoolean()).isTrue();
        assertThat(matrix.at("/xAxis/inverse").asBoolean()).isFalse();
        assertThat(matrix.at("/series/0/data/0/value")).isEqualTo(Json.tree(List.of(0, 0, 9.0)));
        assertThat(grid.at("/yAxis/inverse").asBoolean()).isFalse();
    }
}

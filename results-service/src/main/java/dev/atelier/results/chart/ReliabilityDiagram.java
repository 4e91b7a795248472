package dev.atelier.results.chart;

import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import java.util.List;
import java.util.Map;

/** How often a model is right by how sure it is: on the diagonal it is as sure as it may be. */
public final class ReliabilityDiagram {
    private static final int HEIGHT = 360;

    private ReliabilityDiagram() {}

    /** @param bins of equal width, from the least confident on */
    public static Chart of(String name, String title, String caption, List<ReliabilityBin> bins) {
        List<List<Object>> points = bins.stream()
                .filter(bin -> bin.count() > 0)
                .map(bin ->
                        List.of(Options.number(bin.confidence()), Options.number(bin.accuracy()), (Object) bin.count()))
                .toList();
        return new Chart(
                name,
                title,
                caption,
                HEIGHT,
                Options.chart(Map.of(
                        "legend", Options.legend(),
                        "tooltip", Options.axisTooltip(Quantity.number("accuracy")),
                        "xAxis", fraction("confidence", 28),
                        "yAxis", fraction("accuracy", 40),
                        "series",
                                List.of(
                                        Map.of(
                                                "type",
                                                "line",
                                                "name",
                                                "accuracy at mean confidence",
                                                "symbolSize",
                                                7,
                                                "data",
                                                points),
                                        Map.of(
                                                "type",
                                                "line",
                                                "name",
                                                "perfect calibration",
                                                "symbol",
                                                "none",
                                                "silent",
                                                true,
                                                "lineStyle",
                                                Map.of("type", "dashed", "width", 1),
                                                "data",
                                                List.of(List.of(0, 0), List.of(1, 1)))))));
    }

    private static Map<String, Object> fraction(String name, int gap) {
        return Map.of("type", "value", "name", name, "nameLocation", "middle", "nameGap", gap, "min", 0, "max", 1);
    }
}

package dev.atelier.results.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Each variant as a line through the values of its fields, coloured by what it achieved. */
public final class ParallelCoordinates {
    private static final int HEIGHT = 360;

    /** Left of their axis and above their tick: lines meet at the tick. */
    private static final Map<String, Object> RAISED =
            Map.of("align", "right", "margin", -6, "padding", List.of(0, 0, 16, 0));

    private ParallelCoordinates() {}

    /**
     * @param label of the variant
     * @param values of the fields, in their order
     * @param achieved what the line is coloured by
     */
    public record Line(String label, List<String> values, double achieved) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /**
     * @param fields each with all its values, in the order of its axis from the bottom up
     * @param quantity what was achieved, the last axis
     */
    public static Chart of(
            String name, String title, String caption, List<HeatMap.Axis> fields, Quantity quantity, List<Line> lines) {
        var range = lines.stream().mapToDouble(Line::achieved).summaryStatistics();
        List<Map<String, Object>> axes = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            axes.add(Map.of(
                    "dim",
                    i,
                    "name",
                    fields.get(i).field(),
                    "type",
                    "category",
                    "data",
                    fields.get(i).values(),
                    "axisLabel",
                    RAISED));
        }
        axes.add(Map.of("dim", fields.size(), "name", quantity.label(), "type", "value", "scale", true));
        List<Map<String, Object>> data = lines.stream()
                .map(line -> Map.of(
                        "name", line.label(),
                        "value",
                                IntStream.rangeClosed(0, fields.size())
                                        .mapToObj(i -> i < fields.size()
                                                ? line.values().get(i)
                                                : Options.number(line.achieved()))
                                        .toList()))
                .toList();
        return new Chart(
                name,
                title,
                caption,
                HEIGHT,
                Options.chart(Map.of(
                        "parallel", Map.of("left", 64, "right", 96, "top", 48, "bottom", 24),
                        "parallelAxis", axes,
                        "tooltip", Options.itemTooltip(quantity),
                        "visualMap",
                                Map.of(
                                        "show",
                                        false,
                                        "dimension",
                                        fields.size(),
                                        "min",
                                        Options.number(range.getMin()),
                                        "max",
                                        Options.number(range.getMax()),
                                        "inRange",
                                        Map.of("color", Palette.LINES)),
                        "series",
                                List.of(Map.of(
                                        "type",
                                        "parallel",
                                        "name",
                                        quantity.label(),
                                        "smooth",
                                        0.1,
                                        "lineStyle",
                                        Map.of("width", 2, "opacity", 0.8),
                                        "data",
                                        data)))));
    }
}

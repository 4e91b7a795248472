package dev.atelier.results.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Single values over an axis. */
public final class Points {
    private static final int HEIGHT = 320;
    private static final int NAME_GAP = 42;
    private static final int SIZE = 9;

    private Points() {}

    /** A value, by what its label names. */
    public record Point(String label, double x, double y) {}

    /** A value of a category. */
    public record Placed(String label, String category, double y) {}

    /**
     * Each value over the number that it belongs to.
     *
     * @param across name of the horizontal axis
     * @param isLogarithmic whether equal distances are equal ratios
     */
    public static Chart scatter(
            String name,
            String title,
            String caption,
            String across,
            boolean isLogarithmic,
            Quantity quantity,
            List<Point> points) {
        Map<String, Object> axis = new TreeMap<>(Map.of(
                "type",
                isLogarithmic ? "log" : "value",
                "name",
                across,
                "nameLocation",
                "middle",
                "nameGap",
                30,
                "scale",
                true));
        return chart(
                name,
                title,
                caption,
                axis,
                quantity,
                points.stream().mapToDouble(Point::y).toArray(),
                List.of(dots(points)));
    }

    /** Each value over its category. */
    public static Chart byCategory(
            String name,
            String title,
            String caption,
            String across,
            List<String> categories,
            Quantity quantity,
            List<Placed> points) {
        List<Object> data = points.stream()
                .<Object>map(point ->
                        Map.of("name", point.label(), "value", List.of(point.category(), Options.number(point.y()))))
                .toList();
        return chart(
                name,
                title,
                caption,
                Options.categories(across, categories),
                quantity,
                points.stream().mapToDouble(Placed::y).toArray(),
                List.of(Map.of(
                        "type",
                        "scatter",
                        "symbolSize",
                        SIZE,
                        "itemStyle",
                        Map.of("color", Palette.of(0)),
                        "data",
                        data)));
    }

    /**
     * Values, and a line of the best of them so far.
     *
     * @param best where it changes, and its last value
     */
    public static Chart bestSoFar(
            String name,
            String title,
            String caption,
            String across,
            Quantity quantity,
            List<Point> points,
            List<Point> best) {
        List<Object> line = best.stream()
                .<Object>map(point -> List.of(Options.number(point.x()), Options.number(point.y())))
                .toList();
        List<Map<String, Object>> series = new ArrayList<>(List.of(dots(points)));
        series.add(Map.of(
                "type",
                "line",
                "name",
                "best so far",
                "step",
                "end",
                "showSymbol",
                false,
                "lineStyle",
                Map.of("width", 2, "color", Palette.of(1)),
                "data",
                line));
        Map<String, Object> axis = Map.of("type", "value", "name", across, "nameLocation", "middle", "nameGap", 30);
        return chart(
                name,
                title,
                caption,
                axis,
                quantity,
                points.stream().mapToDouble(Point::y).toArray(),
                series);
    }

    private static Map<String, Object> dots(List<Point> points) {
        List<Object> data = points.stream()
                .<Object>map(point -> Map.of(
                        "name", point.label(), "value", List.of(Options.number(point.x()), Options.number(point.y()))))
                .toList();
        return Map.of("type", "scatter", "symbolSize", SIZE, "itemStyle", Map.of("color", Palette.of(0)), "data", data);
    }

    private static Chart chart(
            String name,
            String title,
            String caption,
            Map<String, Object> axis,
            Quantity quantity,
            double[] values,
            List<Map<String, Object>> series) {
        return new Chart(
                name,
                title,
                caption,
                HEIGHT,
                Options.chart(Map.of(
                        "grid",
                        Map.of("left", 56, "right", 24, "top", 16, "bottom", 48),
                        "tooltip",
                        Options.itemTooltip(quantity),
                        "title",
                        values.length == 0 ? Options.absence("No trial has a value yet") : Map.of(),
                        "xAxis",
                        axis,
                        "yAxis",
                        Options.numbers(quantity, NAME_GAP, DoubleStream.of(values)),
                        "series",
                        series)));
    }
}

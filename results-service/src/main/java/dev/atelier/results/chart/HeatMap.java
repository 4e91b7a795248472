package dev.atelier.results.chart;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values in a table of two fields, coloured from the least to the greatest, with the figures in the cells. */
public final class HeatMap {
    private static final int ROW_HEIGHT = 44;
    private static final int FRAME_HEIGHT = 196;
    private static final int ACROSS_GAP = 48;
    private static final int UP_GAP = 12;
    private static final int MOST_LEVEL = 5;
    private static final int SLANT = 35;

    private HeatMap() {}

    /**
     * @param quantity in the cells
     * @param across values of the field that runs from left to right
     * @param up values of the field that runs from the bottom up
     * @param cells [up][across]; empty where nothing was measured
     */
    public static Chart of(
            String name,
            String title,
            String caption,
            Quantity quantity,
            Axis across,
            Axis up,
            List<List<Optional<Double>>> cells) {
        return draw(name, title, caption, quantity, across, axis(up, "end", UP_GAP, 0, false), cells);
    }

    /**
     * A matrix as it is written: its diagonal runs from the top left to the bottom right.
     *
     * @param columns from left to right
     * @param rows from the top down
     * @param cells [rows][columns]
     */
    public static Chart matrix(
            String name,
            String title,
            String caption,
            Quantity quantity,
            Axis columns,
            Axis rows,
            List<List<Optional<Double>>> cells) {
        return draw(name, title, caption, quantity, columns, axis(rows, "start", UP_GAP, 0, true), cells);
    }

    private static Chart draw(
            String name,
            String title,
            String caption,
            Quantity quantity,
            Axis across,
            Map<String, Object> vertical,
            List<List<Optional<Double>>> cells) {
        DoubleSummaryStatistics range = cells.stream()
                .flatMap(List::stream)
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        List<Map<String, Object>> data = new ArrayList<>();
        for (int y = 0; y < cells.size(); y++) {
            for (int x = 0; x < across.values().size(); x++) {
                int column = x;
                int row = y;
                cells.get(y).get(x).ifPresent(value -> data.add(cell(column, row, value, range)));
            }
        }
        boolean any = range.getCount() > 0;
        return new Chart(
                name,
                title,
                caption,
                FRAME_HEIGHT + ROW_HEIGHT * cells.size(),
                Options.chart(Map.of(
                        "grid", Map.of("left", 24, "right", 16, "top", 40, "bottom", 92, "containLabel", true),
                        "tooltip", Options.itemTooltip(quantity),
                        "xAxis",
                                axis(
                                        across,
                                        "middle",
                                        ACROSS_GAP,
                                        across.values().size() > MOST_LEVEL ? SLANT : 0,
                                        false),
                        "yAxis", vertical,
                        "visualMap",
                                Map.of(
                                        "min",
                                        any ? Options.number(range.getMin()) : 0,
                                        "max",
                                        any ? Options.number(range.getMax()) : 1,
                                        "orient",
                                        "horizontal",
                                        "left",
                                        "center",
                                        "bottom",
                                        4,
                                        "precision",
                                        2,
                                        "inRange",
                                        Map.of("color", Palette.SCALE)),
                        "series",
                                List.of(Map.of(
                                        "type",
                                        "heatmap",
                                        "name",
                                        title,
                                        "data",
                                        data,
                                        "label",
                                        Map.of("show", true, "formatter", "{@[2]}"),
                                        "itemStyle",
                                        Map.of("borderColor", "#888", "borderWidth", 0.5))))));
    }

    /**
     * @param field what the values are of
     */
    public record Axis(String field, List<String> values) {
        public Axis {
            values = List.copyOf(values);
        }
    }

    /** Its figure is dark on the lighter half of the scale, and light on the darker. */
    private static Map<String, Object> cell(int x, int y, double value, DoubleSummaryStatistics range) {
        boolean dark = value > (range.getMin() + range.getMax()) / 2;
        return Map.of("value", List.of(x, y, Options.number(value)), "label", Map.of("color", dark ? "#fff" : "#111"));
    }

    private static Map<String, Object> axis(Axis axis, String nameLocation, int gap, int rotate, boolean inverse) {
        return Map.of(
                "type",
                "category",
                "name",
                axis.field(),
                "nameLocation",
                nameLocation,
                "nameGap",
                gap,
                "inverse",
                inverse,
                "data",
                axis.values(),
                "axisLabel",
                Map.of("interval", 0, "rotate", rotate),
                "splitArea",
                Map.of("show", true));
    }
}

package dev.atelier.results.chart;

import dev.atelier.results.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Figures by category. */
public final class Bars {
    private static final int HEIGHT = 320;
    private static final int ROW_HEIGHT = 26;
    private static final int FRAME_HEIGHT = 96;

    private Bars() {}

    /**
     * One figure for each category.
     *
     * @param values in the order of the categories
     */
    public record Group(String label, List<Optional<Double>> values) {
        public Group {
            values = List.copyOf(values);
        }
    }

    /** Bars that stand upright on zero, one beside the other for each group. */
    public static Chart upright(
            String name, String title, String caption, String quantity, List<String> categories, List<Group> groups) {
        return new Chart(
                name,
                title,
                caption,
                HEIGHT,
                Options.chart(Map.of(
                        "legend", Options.legend(),
                        "grid", Map.of("left", 56, "right", 16, "top", 48, "bottom", 16, "containLabel", true),
                        "xAxis",
                                Map.of(
                                        "type",
                                        "category",
                                        "data",
                                        categories,
                                        "axisLabel",
                                        Map.of("interval", 0, "rotate", categories.size() > 5 ? 35 : 0)),
                        "yAxis", Options.numbersFromZero(quantity),
                        "series", groups.stream().map(Bars::bars).toList())));
    }

    private static Map<String, Object> bars(Group group) {
        return Map.of(
                "type", "bar",
                "name", group.label(),
                "data", group.values().stream().map(Options::number).toList());
    }

    /**
     * A figure with the interval that it may lie in.
     *
     * @param interval from the least to the greatest; empty where one seed was trained
     */
    public record Estimate(String label, double value, Optional<Interval> interval) {}

    /** A dot for each figure, one below the other, with a line through it as long as its interval. */
    public static Chart estimates(
            String name, String title, String caption, String quantity, List<Estimate> estimates) {
        List<List<Map<String, Object>>> lines = new ArrayList<>();
        for (int row = 0; row < estimates.size(); row++) {
            int y = row;
            estimates
                    .get(row)
                    .interval()
                    .ifPresent(interval -> lines.add(List.of(
                            Map.of("coord", List.of(Options.number(interval.least()), y)),
                            Map.of("coord", List.of(Options.number(interval.greatest()), y)))));
        }
        return new Chart(
                name,
                title,
                caption,
                FRAME_HEIGHT + ROW_HEIGHT * estimates.size(),
                Options.chart(Map.of(
                        "grid", Map.of("left", 8, "right", 24, "top", 16, "bottom", 40, "containLabel", true),
                        "tooltip", Options.ITEM_TOOLTIP,
                        "xAxis",
                                Map.of(
                                        "type",
                                        "value",
                                        "name",
                                        quantity,
                                        "nameLocation",
                                        "middle",
                                        "nameGap",
                                        28,
                                        "scale",
                                        true),
                        "yAxis",
                                Map.of(
                                        "type",
                                        "category",
                                        "inverse",
                                        true,
                                        "data",
                                        estimates.stream().map(Estimate::label).toList()),
                        "series",
                                List.of(Map.of(
                                        "type",
                                        "scatter",
                                        "name",
                                        quantity,
                                        "symbolSize",
                                        9,
                                        "data",
                                        IntStream.range(0, estimates.size())
                                                .mapToObj(row -> List.of(
                                                        Options.number(estimates
                                                                .get(row)
                                                                .value()),
                                                        row))
                                                .toList(),
                                        "markLine",
                                        Map.of(
                                                "symbol",
                                                "none",
                                                "silent",
                                                true,
                                                "label",
                                                Map.of("show", false),
                                                "lineStyle",
                                                Map.of("type", "solid", "width", 2),
                                                "data",
                                                lines))))));
    }
}

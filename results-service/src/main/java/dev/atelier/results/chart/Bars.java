package dev.atelier.results.chart;

import dev.atelier.results.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Figures by category. */
public final class Bars {
    private static final int HEIGHT = 320;
    private static final int ROW_HEIGHT = 34;
    private static final int FRAME_HEIGHT = 72;

    /** How many letters find room side by side on a narrow screen. */
    private static final int MOST_LEVEL = 30;

    private static final int SLANT = 35;

    /** Letters of a name that find room in two lines beside the drawing. */
    private static final int MOST_LETTERS = 96;

    private static final int NARROW = 640;

    private static final int WIDEST = 340;
    private static final int LETTER_WIDTH = 7;

    /** Within the drawing, above what they name: names leave the drawing its width. */
    private static final Map<String, Object> ABOVE = Map.of(
            "inside",
            true,
            "margin",
            4,
            "width",
            280,
            "overflow",
            "truncate",
            "verticalAlign",
            "bottom",
            "padding",
            List.of(0, 0, 6, 0));

    private static final Map<String, Object> ON_NARROW_SCREENS = Map.of(
            "query",
            Map.of("maxWidth", NARROW),
            "option",
            Map.of("grid", Map.of("left", 20, "top", 20), "yAxis", Map.of("axisLabel", ABOVE)));

    private Bars() {}

    /**
     * One figure for each category.
     *
     * @param color of the {@link Palette}
     * @param values in the order of the categories
     */
    public record Group(String label, String color, List<Optional<Double>> values) {
        public Group {
            values = List.copyOf(values);
        }
    }

    /** Bars that stand upright on zero, one beside the other for each group. */
    public static Chart upright(
            String name, String title, String caption, Quantity quantity, List<String> categories, List<Group> groups) {
        return new Chart(
                name,
                title,
                caption,
                HEIGHT,
                Options.chart(Map.of(
                        "legend", groups.size() > 1 ? Options.legend() : Map.of("show", false),
                        "tooltip", Options.axisTooltip(quantity),
                        "grid",
                                Map.of(
                                        "left",
                                        56,
                                        "right",
                                        16,
                                        "top",
                                        groups.size() > 1 ? 48 : 16,
                                        "bottom",
                                        16,
                                        "containLabel",
                                        true),
                        "xAxis",
                                Map.of(
                                        "type",
                                        "category",
                                        "data",
                                        categories,
                                        "axisLabel",
                                        Map.of("interval", 0, "rotate", isLong(categories) ? SLANT : 0)),
                        "yAxis", Options.numbersFromZero(quantity),
                        "series", groups.stream().map(Bars::bars).toList())));
    }

    private static boolean isLong(List<String> categories) {
        return categories.stream().mapToInt(String::length).sum() > MOST_LEVEL;
    }

    private static Map<String, Object> bars(Group group) {
        return Map.of(
                "type", "bar",
                "name", group.label(),
                "itemStyle", Map.of("color", group.color()),
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
            String name, String title, String caption, Quantity quantity, List<Estimate> estimates) {
        List<Object> points = new ArrayList<>();
        List<Object> lines = new ArrayList<>();
        for (int row = 0; row < estimates.size(); row++) {
            Estimate estimate = estimates.get(row);
            points.add(List.of(Options.number(estimate.value()), row));
            if (estimate.interval().isPresent()) {
                Interval interval = estimate.interval().get();
                List<Object> least = List.of(Options.number(interval.least()), row);
                List<Object> greatest = List.of(Options.number(interval.greatest()), row);
                lines.add(List.of(Map.of("coord", least), Map.of("coord", greatest)));
                // A line gets no room on the axis, its ends do.
                points.add(end(least));
                points.add(end(greatest));
            }
        }
        return new Chart(
                name,
                title,
                caption,
                FRAME_HEIGHT + ROW_HEIGHT * estimates.size(),
                Options.chart(Map.of(
                        "grid", Map.of("left", 8, "right", 24, "top", 8, "bottom", 40, "containLabel", true),
                        "media", List.of(ON_NARROW_SCREENS),
                        "tooltip", Options.itemTooltip(quantity),
                        "xAxis",
                                Options.numbers(quantity, 28, estimates.stream().flatMapToDouble(Bars::values)),
                        "yAxis",
                                Map.of(
                                        "type",
                                        "category",
                                        "inverse",
                                        true,
                                        "axisTick",
                                        Map.of("show", false),
                                        "axisLabel",
                                        beside(estimates),
                                        "data",
                                        estimates.stream()
                                                .map(each -> shortened(each.label()))
                                                .toList()),
                        "series",
                                List.of(Map.of(
                                        "type",
                                        "scatter",
                                        "name",
                                        quantity.label(),
                                        "symbolSize",
                                        9,
                                        "data",
                                        points,
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

    private static DoubleStream values(Estimate estimate) {
        return DoubleStream.concat(
                DoubleStream.of(estimate.value()),
                estimate.interval().stream()
                        .flatMapToDouble(interval -> DoubleStream.of(interval.least(), interval.greatest())));
    }

    /** Names beside the drawing, where there is room for them. */
    private static Map<String, Object> beside(List<Estimate> estimates) {
        int letters =
                estimates.stream().mapToInt(each -> each.label().length()).max().orElse(0);
        return Map.of(
                "interval",
                0,
                "width",
                Math.min(WIDEST, LETTER_WIDTH * letters),
                "overflow",
                "break",
                "lineHeight",
                14);
    }

    /** What distinguishes names stands at their ends as often as at their beginnings. */
    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= MOST_LETTERS
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MOST_LETTERS / 2)) + "…"
                        + name.substring(name.offsetByCodePoints(name.length(), -MOST_LETTERS / 2));
    }

    private static Map<String, Object> end(List<Object> place) {
        return Map.of("value", place, "symbol", "rect", "symbolSize", List.of(2, 9));
    }
}

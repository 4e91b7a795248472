package dev.atelier.results.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Parts that the options of several charts share. */
final class Options {
    /** ECharts' word for a value that is not there. */
    static final Object MISSING = "-";

    private static final int LEGEND_ROW = 22;
    private static final MathContext DIGITS = new MathContext(6);

    /** In percent. */
    private static final int FRACTION_AT_MOST = 100;

    /** ECharts ends an axis at a tick; of what is drawn, the distance of two ticks is less than this part. */
    private static final double TICK_AT_MOST = 0.3;

    private Options() {}

    /** What all charts begin with: no animation, so that a chart is the same whenever it is drawn. */
    static Map<String, Object> chart(Map<String, Object> parts) {
        Map<String, Object> option = new TreeMap<>(parts);
        option.put("animation", false);
        option.putIfAbsent("color", Palette.SERIES);
        option.putIfAbsent("grid", Map.of("left", 56, "right", 24, "top", 48, "bottom", 48));
        return option;
    }

    /**
     * Shows all items at the place of the pointer on the axis. The page's script writes them: names, and values with two
     * decimals or three digits.
     */
    static Map<String, Object> axisTooltip(Quantity quantity) {
        return tooltip("axis", quantity);
    }

    /** Shows the one item under the pointer, rather than all items at its place on the axis. */
    static Map<String, Object> itemTooltip(Quantity quantity) {
        return tooltip("item", quantity);
    }

    private static Map<String, Object> tooltip(String trigger, Quantity quantity) {
        return Map.of("trigger", trigger, "confine", true, "percent", quantity.isPercent());
    }

    /** One row above what it explains: for a few short labels. */
    static Map<String, Object> legend() {
        return Map.of("top", 8);
    }

    /** Stands in the middle of a drawing that has nothing to show. */
    static Map<String, Object> absence(String sentence) {
        return Map.of(
                "text",
                sentence,
                "left",
                "center",
                "top",
                "35%",
                "textStyle",
                Map.of("fontSize", 13, "fontWeight", "normal"));
    }

    /** How many pixels a legend below the drawing is high. */
    static int legendHeight(int labels) {
        return LEGEND_ROW * labels;
    }

    /** A row for each label, below the drawing: however long they are, none is cut off or hidden. */
    static Map<String, Object> legendBelow(List<String> labels) {
        return Map.of("orient", "vertical", "left", 8, "bottom", 4, "itemGap", 8, "itemHeight", 12, "data", labels);
    }

    static Map<String, Object> categories(String name, List<String> values) {
        return Map.of(
                "type",
                "category",
                "name",
                name,
                "nameLocation",
                "middle",
                "nameGap",
                30,
                "data",
                values,
                "axisTick",
                Map.of("alignWithLabel", true));
    }

    /**
     * An axis of numbers that begins and ends about where the numbers do; one of fractions not outside of what they can be.
     *
     * @param gap between the axis and its name, in pixels
     * @param values all that is drawn
     */
    static Map<String, Object> numbers(Quantity quantity, int gap, DoubleStream values) {
        Map<String, Object> axis = new TreeMap<>(Map.of(
                "type", "value", "name", quantity.label(), "nameLocation", "middle", "nameGap", gap, "scale", true));
        DoubleSummaryStatistics drawn = values.filter(Double::isFinite).summaryStatistics();
        if (quantity.isFraction() && drawn.getCount() > 0) {
            double span = drawn.getMax() - drawn.getMin();
            double margin = span == 0 ? FRACTION_AT_MOST : TICK_AT_MOST * span;
            if (drawn.getMin() - margin < 0) {
                axis.put("min", 0);
            }
            if (drawn.getMax() + margin > FRACTION_AT_MOST) {
                axis.put("max", FRACTION_AT_MOST);
            }
        }
        return axis;
    }

    /** An axis of numbers that begins at zero, for what is read by its length. */
    static Map<String, Object> numbersFromZero(Quantity quantity) {
        return Map.of("type", "value", "name", quantity.label(), "nameLocation", "middle", "nameGap", 50);
    }

    /** Six significant digits: enough for any screen, and files stay small. */
    static Object number(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : MISSING;
    }

    static Object number(Optional<Double> value) {
        return value.map(Options::number).orElse(MISSING);
    }
}

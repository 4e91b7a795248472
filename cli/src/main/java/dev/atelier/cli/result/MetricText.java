package dev.atelier.cli.result;

import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Unit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of metrics in plain text: fractions in percent with two decimals, others with four; a dash for none. */
public final class MetricText {
    private static final String NONE = "-";
    private static final double PERCENT = 100;

    private MetricText() {}

    public static String of(Metric metric, @Nullable Double value) {
        return value == null ? NONE : number(metric, value) + unit(metric);
    }

    /** A mean with its standard deviation, which is null for a single value. */
    static String mean(Metric metric, @Nullable Double mean, @Nullable Double deviation) {
        return mean == null || deviation == null
                ? of(metric, mean)
                : number(metric, mean) + " ± " + number(metric, deviation) + unit(metric);
    }

    /** The same without a unit, below {@link #header}. */
    public static String cell(Metric metric, @Nullable Double value) {
        return value == null ? NONE : number(metric, value);
    }

    /** The title of a column of numbers, with their unit where they have one. */
    public static String header(Metric metric) {
        return metric.title() + unit(metric);
    }

    private static String number(Metric metric, double value) {
        return isFraction(metric)
                ? String.format(Locale.ROOT, "%.2f", value * PERCENT)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String unit(Metric metric) {
        return isFraction(metric) ? " %" : "";
    }

    private static boolean isFraction(Metric metric) {
        return metric.unit().equals(Optional.of(Unit.FRACTION));
    }
}

package dev.atelier.contracts.metric;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of metrics by their names, sorted, unmodifiable and finite: a value that is not finite is left out. */
public final class MetricValues {
    private MetricValues() {}

    /**
     * All that is known of a split.
     *
     * @throws IllegalArgumentException if no image was added
     */
    public static SortedMap<String, Double> of(Split split, Tally tally) {
        SortedMap<String, Double> values = new TreeMap<>();
        split.figures().forEach(figure -> values.put(Metric.of(split, figure).name(), figure.of(tally)));
        return finite(values);
    }

    /**
     * The values that a message has, and those of its other members where it has none by their names.
     *
     * @param given as the message has them; null in messages that were written before there were any
     * @throws IllegalArgumentException if one is null
     */
    public static SortedMap<String, Double> of(@Nullable Map<String, Double> given, Map<Metric, Double> otherMembers) {
        SortedMap<String, Double> values = new TreeMap<>();
        if (given != null) {
            values.putAll(given);
        }
        otherMembers.forEach((metric, value) -> {
            if (!values.containsKey(metric.name())) {
                values.put(metric.name(), value);
            }
        });
        return finite(values);
    }

    private static SortedMap<String, Double> finite(SortedMap<String, Double> values) {
        values.forEach((name, value) -> requireValue(name, value));
        values.values().removeIf(value -> !Double.isFinite(value));
        return Collections.unmodifiableSortedMap(values);
    }

    private static void requireValue(String name, @Nullable Double value) {
        if (value == null) {
            throw new IllegalArgumentException("metrics." + name + " is null; expected a number");
        }
    }
}

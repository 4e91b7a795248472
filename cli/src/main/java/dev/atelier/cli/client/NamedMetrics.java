package dev.atelier.cli.client;

import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics that the results-service names in members of their own, where they have values. */
final class NamedMetrics {
    private final Map<Metric, Double> values = new HashMap<>();

    /** Adds the loss in nats and the accuracy as a fraction; null for none. */
    NamedMetrics with(Split split, @Nullable Double loss, @Nullable Double accuracy) {
        if (loss != null) {
            values.put(Metric.of(split, Figure.LOSS), loss);
        }
        if (accuracy != null) {
            values.put(Metric.of(split, Figure.ACCURACY), accuracy);
        }
        return this;
    }

    Map<Metric, Double> values() {
        return values;
    }
}

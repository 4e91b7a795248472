package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether more or less of a metric is better. */
public enum Direction {
    MAX,
    MIN;

    /** Whether {@code candidate} beats {@code best} by more than {@code margin}. */
    public boolean improves(double candidate, double best, double margin) {
        return this == MAX ? candidate > best + margin : candidate < best - margin;
    }

    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

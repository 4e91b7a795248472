package dev.atelier.contracts.metric;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether more or less of a metric is better. Jobs write {@code max} and {@code min}, studies the verbs; both are read. */
public enum Direction {
    @JsonProperty("max")
    @JsonAlias("maximize")
    MAX("maximize", "greater"),
    @JsonProperty("min")
    @JsonAlias("minimize")
    MIN("minimize", "smaller");

    private final String verb;
    private final String better;

    Direction(String verb, String better) {
        this.verb = verb;
        this.better = better;
    }

    /**
     * The direction that a job or a study spells like this.
     *
     * @throws IllegalArgumentException if neither does
     */
    public static Direction of(String spelling) {
        return Stream.of(values())
                .filter(each -> each.jsonName().equals(spelling) || each.verb.equals(spelling))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "direction is " + spelling + "; expected max, min, maximize or minimize"));
    }

    /** Whether {@code candidate} beats {@code best} by more than {@code margin}. */
    public boolean improves(double candidate, double best, double margin) {
        return this == MAX ? candidate > best + margin : candidate < best - margin;
    }

    /** {@code max} or {@code min}, as jobs spell it. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code maximize} or {@code minimize}, as studies spell it. */
    public String verb() {
        return verb;
    }

    /** {@code greater} or {@code smaller}: how a better value compares with another. */
    public String better() {
        return better;
    }

    /** Writes the verb. */
    public static final class Verb extends StdConverter<Direction, String> {
        @Override
        public String convert(Direction direction) {
            return direction.verb();
        }
    }
}

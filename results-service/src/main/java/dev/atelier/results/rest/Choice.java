package dev.atelier.results.rest;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Query parameters, checked. */
final class Choice {
    private Choice() {}

    /** One of these words, or nothing. */
    static Optional<String> of(String parameter, @Nullable String value, List<String> choices) {
        if (value != null && !choices.contains(value)) {
            throw Refusal.badRequest(parameter + " is '" + value + "'; expected one of " + String.join(", ", choices));
        }
        return Optional.ofNullable(value);
    }

    /** A whole number in a range. */
    static int number(String parameter, @Nullable String value, int otherwise, int least, int greatest) {
        if (value == null) {
            return otherwise;
        }
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= greatest) {
                return number;
            }
        }
        throw Refusal.badRequest(
                parameter + " is '" + value + "'; expected a whole number from " + least + " to " + greatest);
    }
}

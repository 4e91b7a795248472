package dev.atelier.results.rest.filter;

import dev.atelier.access.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Query parameters, checked. */
public final class Choice {
    private Choice() {}

    /** One of these words, or nothing. */
    public static Optional<String> of(String parameter, @Nullable String value, List<String> choices) {
        Optional<String> chosen = text(value);
        chosen.filter(choice -> !choices.contains(choice)).ifPresent(choice -> {
            throw Refusal.badRequest(parameter + " is '" + choice + "'; expected one of " + String.join(", ", choices));
        });
        return chosen;
    }

    /** Any text but an empty one. */
    public static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}

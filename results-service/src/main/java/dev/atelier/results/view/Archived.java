package dev.atelier.results.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a list has what is archived. */
public enum Archived {
    /** Without it. */
    FALSE,
    /** Only that. */
    TRUE,
    /** Also that. */
    ALL;

    /** The words of a query parameter. */
    public static List<String> words() {
        return Stream.of(values()).map(Archived::word).toList();
    }

    /** The choice that a word of a query parameter names, if it is one. */
    public static Optional<Archived> named(String word) {
        return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A condition in SQL on the column {@code archived}. */
    public String condition() {
        return switch (this) {
            case FALSE -> "NOT archived";
            case TRUE -> "archived";
            case ALL -> "true";
        };
    }
}

package dev.atelier.contracts.joblog;

import java.util.Locale;
import java.util.stream.Stream;

/** How much a line of a job's log matters, from the least to the most. */
public enum JobLogLevel {
    INFO,
    WARN,
    ERROR;

    /** In lines, queries and pages: {@code info}, {@code warn} or {@code error}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of a word; {@link #INFO} for a word of a later version. */
    public static JobLogLevel of(String word) {
        return Stream.of(values())
                .filter(level -> level.word().equals(word))
                .findFirst()
                .orElse(INFO);
    }
}

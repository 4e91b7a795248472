package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How urgent a job is, from the least: a more urgent one is trained first, and pauses a less urgent one that runs. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH;

    /** @throws IllegalArgumentException if it is not the word of a priority */
    @JsonCreator
    public static Priority of(String word) {
        return Arrays.stream(values())
                .filter(priority -> priority.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("priority is \"" + word + "\"; expected high, normal or low"));
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The priority that is written, or {@link #NORMAL} where none is. */
    public static Priority orNormal(@Nullable Priority written) {
        return written == null ? NORMAL : written;
    }

    /** The more urgent one of two. */
    public Priority or(Priority other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

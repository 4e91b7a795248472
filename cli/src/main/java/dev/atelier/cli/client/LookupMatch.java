package dev.atelier.cli.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job or a study that a text can stand for, as the results-service finds it.
 *
 * @param kind {@code job} or {@code study}
 * @param by {@code id}, {@code prefix} of the id, or {@code name}, which may differ from the text in case
 * @param state of a job; empty for a study
 * @param jobs how many a study has
 * @param ended how many of them have ended
 * @param at when the job was queued, or the study was last accepted
 */
public record LookupMatch(
        String kind,
        String by,
        String id,
        String name,
        String state,
        int jobs,
        int ended,
        @Nullable Instant at) {
    public static final String JOB = "job";
    public static final String STUDY = "study";

    /** The matches of a text; {@code more} where there are more than these. */
    public record Matches(List<LookupMatch> items, boolean more) {
        public Matches {
            items = List.copyOf(items);
        }
    }

    public boolean isJob() {
        return kind.equals(JOB);
    }

    public boolean isById() {
        return by.equals("id");
    }

    /** Whether it has this very name. */
    public boolean isNamed(String text) {
        return name.equals(text);
    }
}

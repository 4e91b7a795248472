package dev.atelier.results.view;

import java.util.Optional;

/**
 * Which jobs to list.
 *
 * @param name part of their names, in whatever case
 * @param limit most jobs to list
 * @param offset how many to pass over before
 */
public record JobFilter(
        Optional<String> state,
        Optional<String> family,
        Optional<String> study,
        Optional<String> name,
        JobOrder order,
        int limit,
        int offset) {
    public static final int MAX_LIMIT = 1000;

    /** Whether every job is listed, if not on this page then on another. */
    public boolean takesAll() {
        return state.isEmpty() && family.isEmpty() && study.isEmpty() && name.isEmpty();
    }
}

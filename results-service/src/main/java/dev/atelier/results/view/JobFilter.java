package dev.atelier.results.view;

import java.util.Optional;

/**
 * Which jobs to list, the latest queued first.
 *
 * @param limit most jobs to list
 * @param offset how many to pass over before
 */
public record JobFilter(
        Optional<String> state, Optional<String> family, Optional<String> study, int limit, int offset) {
    public static final int MAX_LIMIT = 1000;
}

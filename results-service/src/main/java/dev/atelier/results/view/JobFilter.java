package dev.atelier.results.view;

import java.util.Optional;

/**
 * Which jobs to list.
 *
 * @param name part of their names, in whatever case
 * @param part which part of the list
 */
public record JobFilter(
        Optional<String> state,
        Optional<String> family,
        Optional<String> study,
        Optional<String> name,
        JobOrder order,
        Part part) {

    /** Whether every job is listed, if not on this page then on another. */
    public boolean takesAll() {
        return state.isEmpty() && family.isEmpty() && study.isEmpty() && name.isEmpty();
    }
}

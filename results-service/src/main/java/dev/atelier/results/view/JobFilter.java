package dev.atelier.results.view;

import java.util.Optional;

/**
 * Which jobs to list.
 *
 * @param dataset name or key of the dataset that they train on
 * @param name part of a name that they were requested under, ignoring case
 * @param tag a tag that they were requested with, {@code name=value}
 * @param priority how urgent they are
 * @param owner whose trainer time they take
 * @param archived whether archived jobs are listed
 * @param part which part of the list
 */
public record JobFilter(
        Optional<String> state,
        Optional<String> family,
        Optional<String> study,
        Optional<String> dataset,
        Optional<String> name,
        Optional<String> tag,
        Optional<String> priority,
        Optional<String> owner,
        Archived archived,
        JobOrder order,
        Part part) {

    /** Whether every job is listed that is not archived, if not on this page then on another. */
    public boolean takesAll() {
        return state.isEmpty() && family.isEmpty() && archived == Archived.FALSE && isCounted();
    }

    /** Whether nothing but its state, its family and whether it is archived decides whether a job is listed. */
    boolean isCounted() {
        return study.isEmpty()
                && dataset.isEmpty()
                && name.isEmpty()
                && tag.isEmpty()
                && priority.isEmpty()
                && owner.isEmpty();
    }
}

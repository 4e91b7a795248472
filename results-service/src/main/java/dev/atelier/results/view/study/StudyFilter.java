package dev.atelier.results.view.study;

import dev.atelier.results.view.Archived;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.Part;
import java.util.List;
import java.util.Optional;

/**
 * Which studies to list.
 *
 * @param name part of their name, ignoring case
 * @param state whether jobs of them wait or run
 * @param archived whether archived studies are listed
 * @param part which part of the list
 */
public record StudyFilter(
        Optional<String> name, Optional<State> state, Archived archived, Listing.Order order, Part part) {
    /** The orders, the usual one first. */
    public static final List<Listing.Order> ORDERS = List.of(
            new Listing.Order("latest", "latest first", "s.accepted_at DESC, s.id"),
            new Listing.Order("oldest", "oldest first", "s.accepted_at, s.id"),
            new Listing.Order("name", "name", "s.name, s.accepted_at DESC, s.id"));

    /** Whether every study is listed that is not archived, if not on this page then on another. */
    public boolean takesAll() {
        return name.isEmpty() && state.isEmpty() && archived == Archived.FALSE;
    }

    /** Whether jobs of a study wait or run, or all have ended. */
    public enum State {
        OPEN,
        ENDED
    }
}

package dev.atelier.results.view;

import java.util.List;

/**
 * A part of a list.
 *
 * @param total how many there are in all
 */
public record Listing<T>(List<T> items, long total) {
    public Listing {
        items = List.copyOf(items);
    }

    /** A list that is shown whole. */
    static <T> Listing<T> whole(List<T> items) {
        return new Listing<>(items, items.size());
    }
}

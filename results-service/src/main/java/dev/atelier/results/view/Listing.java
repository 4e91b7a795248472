package dev.atelier.results.view;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of a list.
 *
 * @param total how many there are in all
 */
public record Listing<T>(@Schema(maxItems = Part.MAX_LIMIT) List<T> items, long total) {
    public Listing {
        items = List.copyOf(items);
    }

    /**
     * In which order to list something.
     *
     * @param parameter in addresses
     * @param label for people
     * @param sql in terms of the list's query
     */
    public record Order(String parameter, String label, String sql) {}
}

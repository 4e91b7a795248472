package dev.atelier.contracts.dataset;

import java.util.List;

/**
 * A part of the catalogue.
 *
 * @param items by name
 * @param total how many datasets it has
 */
public record OfferedDatasets(List<OfferedDataset> items, int total) {
    public OfferedDatasets {
        items = List.copyOf(items);
    }
}

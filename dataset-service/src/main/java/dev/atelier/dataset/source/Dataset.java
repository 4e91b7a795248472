package dev.atelier.dataset.source;

import java.util.List;

/**
 * A dataset in memory, complete and checked.
 *
 * @param classes their names, by class number
 * @param origin where it was found, for people to read
 */
public record Dataset(String name, List<String> classes, ImageSet train, ImageSet test, String origin) {
    public Dataset {
        classes = List.copyOf(classes);
    }
}

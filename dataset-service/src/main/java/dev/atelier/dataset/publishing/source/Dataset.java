package dev.atelier.dataset.publishing.source;

import dev.atelier.dataset.publishing.idx.ImageSet;
import java.util.List;

/**
 * A dataset that was found, complete and checked; its images stay in their files.
 *
 * @param classes their names, by class number
 * @param origin where it was found, for people to read
 */
public record Dataset(String name, List<String> classes, ImageSet train, ImageSet test, String origin) {
    public Dataset {
        classes = List.copyOf(classes);
    }
}

package dev.atelier.contracts.event;

import dev.atelier.contracts.dataset.DatasetManifest;
import java.time.Instant;

/** A dataset stands in the topics, whole and readable. */
public record DatasetPublished(DatasetManifest manifest, Instant time) implements Event {
    @Override
    public String id() {
        return manifest.key() + "/published";
    }

    @Override
    public String key() {
        return manifest.key();
    }
}

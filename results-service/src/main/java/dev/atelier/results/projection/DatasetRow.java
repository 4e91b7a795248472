package dev.atelier.results.projection;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.DatasetPublished;
import java.time.Instant;

/** A published dataset. */
public record DatasetRow(DatasetManifest manifest, Instant publishedAt, LogPosition changed) {
    public static DatasetRow of(DatasetPublished event, LogPosition at) {
        return new DatasetRow(event.manifest(), StoredTime.of(event.time()), at);
    }
}

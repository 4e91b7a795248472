package dev.atelier.results.store;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.results.projection.DatasetRow;

/** Published datasets, into their table. A dataset that is published anew replaces its row. */
public final class Datasets {
    private Datasets() {}

    public static void save(Writes writes, DatasetRow dataset) {
        DatasetManifest manifest = dataset.manifest();
        writes.replace(TableRow.into("datasets")
                .key("key", manifest.key())
                .set("name", manifest.name())
                .set("version", manifest.version())
                .set("digest", manifest.digest())
                .json("manifest", manifest)
                .set("published_at", dataset.publishedAt())
                .set("log_partition", dataset.changed().partition())
                .set("log_offset", dataset.changed().offset()));
    }
}

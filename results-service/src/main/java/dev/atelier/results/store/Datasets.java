package dev.atelier.results.store;

import dev.atelier.results.projection.DatasetRow;
import dev.atelier.results.sql.Table;

/** Published datasets, into their table. A dataset that is published again replaces its row. */
public final class Datasets {
    private static final Table<DatasetRow> TABLE = Table.<DatasetRow>named("datasets")
            .key("key", dataset -> dataset.manifest().key())
            .set("name", dataset -> dataset.manifest().name())
            .set("version", dataset -> dataset.manifest().version())
            .set("digest", dataset -> dataset.manifest().digest())
            .json("manifest", DatasetRow::manifest)
            .set("published_at", DatasetRow::publishedAt)
            .set("log_partition", dataset -> dataset.changed().partition())
            .set("log_offset", dataset -> dataset.changed().offset())
            .build();

    private Datasets() {}

    public static void save(Writes writes, DatasetRow dataset) {
        writes.replace(TABLE, dataset);
    }
}

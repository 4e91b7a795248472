package dev.atelier.results.store;

import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.sql.Table;

/** Epochs as rows of their table. */
final class EpochTable {
    static final Table<EpochRow> TABLE = Table.<EpochRow>named("epochs")
            .key("job", EpochRow::job)
            .key("epoch", EpochRow::epoch)
            .set("epochs", EpochRow::epochs)
            .set("attempt", EpochRow::attempt)
            .metrics("metrics", EpochRow::metrics)
            .set("learning_rate", EpochRow::learningRate)
            .set("samples_per_second", EpochRow::samplesPerSecond)
            .set("seconds", EpochRow::seconds)
            .set("gradient_norm", EpochRow::gradientNorm)
            .set("data_wait_share", EpochRow::dataWaitShare)
            .set("peak_memory_bytes", EpochRow::peakMemoryBytes)
            .set("completed_at", EpochRow::completedAt)
            .set("log_partition", epoch -> epoch.changed().partition())
            .set("log_offset", epoch -> epoch.changed().offset())
            .build();

    private EpochTable() {}
}

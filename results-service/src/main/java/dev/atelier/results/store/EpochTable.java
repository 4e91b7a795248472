package dev.atelier.results.store;

import dev.atelier.results.projection.EpochRow;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Epochs as rows of their table. */
final class EpochTable {
    private EpochTable() {}

    static TableRow row(EpochRow epoch) {
        return TableRow.into("epochs")
                .key("job", epoch.job())
                .key("epoch", epoch.epoch())
                .set("epochs", epoch.epochs())
                .set("attempt", epoch.attempt())
                .json("metrics", epoch.metrics())
                .set("learning_rate", epoch.learningRate())
                .set("samples_per_second", epoch.samplesPerSecond())
                .set("seconds", epoch.seconds())
                .set("gradient_norm", epoch.gradientNorm())
                .set("data_wait_share", epoch.dataWaitShare())
                .set("peak_memory_bytes", epoch.peakMemoryBytes())
                .set("completed_at", epoch.completedAt())
                .set("log_partition", epoch.changed().partition())
                .set("log_offset", epoch.changed().offset());
    }

    static EpochRow read(ResultSet row) throws SQLException {
        return new EpochRow(
                row.getString("job"),
                row.getInt("epoch"),
                row.getInt("epochs"),
                row.getInt("attempt"),
                StoredText.metrics(row.getString("metrics")),
                row.getDouble("learning_rate"),
                row.getDouble("samples_per_second"),
                row.getDouble("seconds"),
                row.getDouble("gradient_norm"),
                row.getDouble("data_wait_share"),
                row.getLong("peak_memory_bytes"),
                Sql.presentTime(row, "completed_at"),
                Sql.position(row));
    }
}

package dev.atelier.results.store;

import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import dev.atelier.results.projection.AttemptRow;
import dev.atelier.results.projection.AttemptState;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Attempts as rows of their table. */
final class AttemptTable {
    private AttemptTable() {}

    static TableRow row(AttemptRow attempt) {
        return TableRow.into("attempts")
                .key("job", attempt.job())
                .key("number", attempt.number())
                .set("run", attempt.run())
                .set("state", attempt.state())
                .set("resumed_from_run", attempt.resumedFrom().map(Checkpoint::run))
                .set("resumed_from_epoch", attempt.resumedFrom().map(Checkpoint::epoch))
                .json("environment", attempt.environment())
                .set("started_at", attempt.startedAt())
                .set("ended_at", attempt.endedAt())
                .set("log_partition", attempt.changed().partition())
                .set("log_offset", attempt.changed().offset());
    }

    static AttemptRow read(ResultSet row) throws SQLException {
        int epoch = row.getInt("resumed_from_epoch");
        return new AttemptRow(
                row.getString("job"),
                row.getInt("number"),
                row.getString("run"),
                AttemptState.valueOf(row.getString("state")),
                Sql.text(row, "resumed_from_run").map(run -> new Checkpoint(run, epoch)),
                StoredText.read(row.getString("environment"), Environment.class),
                Sql.presentTime(row, "started_at"),
                Sql.time(row, "ended_at"),
                Sql.position(row));
    }
}

package dev.atelier.results.store;

import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import dev.atelier.results.projection.AttemptRow;
import dev.atelier.results.projection.AttemptState;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Attempts as rows of their table. */
final class AttemptTable {
    static final Table<AttemptRow> TABLE = Table.<AttemptRow>named("attempts")
            .key("job", AttemptRow::job)
            .key("number", AttemptRow::number)
            .set("run", AttemptRow::run)
            .set("state", AttemptRow::state)
            .set("resumed_from_run", attempt -> attempt.resumedFrom().map(Checkpoint::run))
            .set("resumed_from_epoch", attempt -> attempt.resumedFrom().map(Checkpoint::epoch))
            .json("environment", AttemptRow::environment)
            .set("started_at", AttemptRow::startedAt)
            .set("ended_at", AttemptRow::endedAt)
            .set("log_partition", attempt -> attempt.changed().partition())
            .set("log_offset", attempt -> attempt.changed().offset())
            .build();

    private AttemptTable() {}

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

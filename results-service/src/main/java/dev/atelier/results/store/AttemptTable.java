package dev.atelier.results.store;

import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import dev.atelier.results.projection.AttemptRow;
import dev.atelier.results.projection.AttemptState;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.sql.Table;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.result.RowView;

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

    static AttemptRow read(RowView row) {
        return new AttemptRow(
                row.getColumn("job", String.class),
                row.getColumn("number", Integer.class),
                row.getColumn("run", String.class),
                row.getColumn("state", AttemptState.class),
                Optional.ofNullable(row.getRow(Checkpoint.class)),
                row.getColumn("environment", Environment.class),
                row.getColumn("started_at", Instant.class),
                Optional.ofNullable(row.getColumn("ended_at", Instant.class)),
                row.getRow(LogPosition.class));
    }
}

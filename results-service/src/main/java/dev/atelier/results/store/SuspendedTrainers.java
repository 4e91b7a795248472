package dev.atelier.results.store;

import dev.atelier.results.projection.SuspendedTrainer;
import dev.atelier.results.sql.Table;
import java.util.Optional;

/** Trainers that take no jobs, into their table; one that takes jobs again leaves it. */
public final class SuspendedTrainers {
    private static final Table<SuspendedTrainer> TABLE = Table.<SuspendedTrainer>named("suspended_trainers")
            .key("trainer", SuspendedTrainer::trainer)
            .set("family", SuspendedTrainer::family)
            .set("kind", SuspendedTrainer::kind)
            .set("reason", SuspendedTrainer::reason)
            .set("since", SuspendedTrainer::since)
            .set("reported_at", SuspendedTrainer::reportedAt)
            .set("log_partition", row -> row.changed().partition())
            .set("log_offset", row -> row.changed().offset())
            .build();

    private SuspendedTrainers() {}

    /** @param now nothing where the trainer takes jobs */
    public static void save(Writes writes, String trainer, Optional<SuspendedTrainer> now) {
        now.ifPresentOrElse(row -> writes.replace(TABLE, row), () -> writes.deleteTrainer(trainer));
    }
}

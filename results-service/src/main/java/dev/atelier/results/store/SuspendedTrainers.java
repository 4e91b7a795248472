package dev.atelier.results.store;

import dev.atelier.results.projection.SuspendedTrainer;
import java.util.Optional;

/** Trainers that take no jobs, into their table; one that takes jobs again leaves it. */
public final class SuspendedTrainers {
    private SuspendedTrainers() {}

    /** @param now nothing where the trainer takes jobs */
    public static void save(Writes writes, String trainer, Optional<SuspendedTrainer> now) {
        now.ifPresentOrElse(
                row -> writes.replace(TableRow.into("suspended_trainers")
                        .key("trainer", row.trainer())
                        .set("family", row.family())
                        .set("kind", row.kind())
                        .set("reason", row.reason())
                        .set("since", row.since())
                        .set("said_at", row.saidAt())
                        .set("log_partition", row.changed().partition())
                        .set("log_offset", row.changed().offset())),
                () -> writes.deleteTrainer(trainer));
    }
}

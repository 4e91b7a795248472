package dev.atelier.trainer.service;

import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Deletes checkpoints that the trainer which ended their job left, since it deletes them at once, and those of jobs that
 * nobody has worked on for long.
 *
 * @param ended how long it is kept that a job has ended
 * @param untouched how long checkpoints of a job are kept that nobody works on
 */
record CheckpointSweep(CheckpointStore checkpoints, Duration ended, Duration untouched, Clock clock) implements Sweep {
    @Override
    public String kind() {
        return "checkpoints";
    }

    @Override
    public Path folder() {
        return checkpoints.root();
    }

    @Override
    public void run(Mode mode, Consumer<Deletion> deleted) throws IOException {
        Instant now = clock.instant();
        checkpoints.deleteOld(now.minus(ended), now.minus(untouched), mode, deleted);
    }
}

package dev.atelier.trainer.service;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.trainer.artifact.ArtifactGuard;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.control.Controls;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.event.EventPublisher;
import dev.atelier.trainer.event.EventRefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;

/** Keeps the results of jobs that are pinned, and of those that have not ended. */
record JobGuard(CheckpointStore checkpoints, Controls controls, EventPublisher events) implements ArtifactGuard {
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(10);

    @Override
    public void requireReady() throws IOException {
        if (!controls.knowsPins() || !knowsPinsWrittenUntilNow()) {
            throw new IOException("no result is deleted before all pins are read; Kafka may be unavailable,"
                    + " or atelier.controls may have a record that cannot be read");
        }
    }

    @Override
    public boolean keeps(String job) throws IOException {
        // In this order: while pins are forgotten, to be read again, they are not known.
        return controls.isPinned(job)
                || !controls.knowsPins()
                || checkpoints.of(job).isUnfinished();
    }

    private boolean knowsPinsWrittenUntilNow() throws IOException {
        try {
            return controls.catchUp(CATCH_UP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the trainer is stopping");
        }
    }

    @Override
    public void record(ArtifactsDeleted event) throws NotRecordedException {
        try {
            events.publish(List.of(event), () -> true);
        } catch (EventNotAcknowledgedException | EventRefusedException e) {
            throw new NotRecordedException(
                    "no result is deleted, because Kafka did not record it: " + e.getMessage(), e);
        }
    }
}

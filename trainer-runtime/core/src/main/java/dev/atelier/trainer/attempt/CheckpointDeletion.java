package dev.atelier.trainer.attempt;

import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.control.RoundRequests;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.control.Waiting;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.MachineFault;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.queue.QueueOutcome;
import dev.atelier.trainer.run.KeptCheckpoints;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes the checkpoints of a job whose end is in the log. The job's record leaves the queue after that, so that
 * checkpoints stay neither where the trainer ends before, nor where the disk cannot be written to: the worker that has
 * the record next resumes the last checkpoint, publishes the same end, and deletes them. Checkpoints that cannot be
 * deleted although the machine works are deleted by age.
 */
final class CheckpointDeletion {
    private static final Logger LOG = Logger.getLogger(CheckpointDeletion.class);
    private static final Duration UNLIMITED = Duration.ofDays(36_500);
    private final String job;
    private final Start start;
    private final Lease lease;
    private final MachineCondition machine;
    private final Clock clock;
    private final Optional<KeptCheckpoints> kept;
    private boolean delayed;

    /** @param kept keeps the last checkpoint; empty where it goes as well */
    CheckpointDeletion(
            String job,
            Start start,
            Lease lease,
            MachineCondition machine,
            Clock clock,
            Optional<KeptCheckpoints> kept) {
        this.job = job;
        this.start = start;
        this.lease = lease;
        this.machine = machine;
        this.clock = clock;
        this.kept = kept;
    }

    /** Returns the outcome for the record, once they are deleted or cannot be here. Waits while the machine is at fault. */
    QueueOutcome delete() {
        try {
            if (tryToDelete().isEmpty()) {
                Waiting.await(UNLIMITED, new RunStopSignal(lease, RoundRequests.NONE), this::tryToDelete);
            }
            return QueueOutcome.DONE;
        } catch (RunInterruptedException e) {
            LOG.infof("Job %s stays in the queue with its checkpoints: %s", job, e.getMessage());
            return e.reason() == RunInterruptedException.Cause.STOPPING ? QueueOutcome.HAND_BACK : QueueOutcome.ABANDON;
        }
    }

    private Optional<Boolean> tryToDelete() {
        if (delayed && !machine.isOpen()) {
            return Optional.empty();
        }
        try {
            start.end(clock.instant(), kept);
        } catch (DisownedException e) {
            LOG.debugf("The checkpoints of job %s belong to another run: %s", job, e.getMessage());
        } catch (IOException e) {
            return retryOrGiveUp(e);
        }
        return Optional.of(true);
    }

    private Optional<Boolean> retryOrGiveUp(IOException failure) {
        boolean outage = MachineFault.in(failure).flatMap(machine::examine).isPresent();
        if (!outage && delayed) {
            LOG.warnf(failure, "The checkpoints of job %s cannot be deleted now; they are deleted by age", job);
            return Optional.of(false);
        }
        if (!delayed) {
            LOG.warnf("The checkpoints of job %s, which has ended, are not deleted yet: %s", job, failure);
        }
        delayed = true;
        return Optional.empty();
    }
}

package dev.atelier.trainer.attempt;

import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.run.RunEnvironment;
import dev.atelier.trainer.run.TrainerParts;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Publishes that a run returns its job to the queue. It is published once, before the job goes back, so that the log has
 * it before the next start. A job goes back also where it cannot be published.
 */
final class Release {
    private static final Logger LOG = Logger.getLogger(Release.class);
    private final TrainerParts parts;
    private final String job;
    private final IntSupplier round;
    private final String run;
    private final Lease lease;
    private final JobLog log;
    private boolean published;

    /** @param round the round of the job that the record is of; 0 while that is not known */
    Release(TrainerParts parts, String job, IntSupplier round, String run, Lease lease, JobLog log) {
        this.parts = parts;
        this.job = job;
        this.round = round;
        this.run = run;
        this.lease = lease;
        this.log = log;
    }

    /** Publishes it, unless that has been done for another reason, or the job is no longer held here. */
    void publish(ReleaseKind kind, String reason) {
        if (lease.held()) {
            publish(kind, reason, lease::held);
        }
    }

    /**
     * Publishes that the work hangs. The lease has been taken from the work by then; the queue itself holds the job until
     * this returns.
     */
    void publishHung(String reason) {
        publish(ReleaseKind.HUNG, reason, () -> true);
    }

    private synchronized void publish(ReleaseKind kind, String reason, BooleanSupplier entitled) {
        if (published) {
            return;
        }
        log.warn(JobLogEvent.RELEASED, "The job returns to its queue (" + kind.word() + "): " + reason);
        var event = new JobReleased(
                job,
                round.getAsInt(),
                run,
                RunEnvironment.trainerOnHost(parts.algorithm()),
                kind.word(),
                reason,
                parts.clock().instant());
        try {
            parts.events().publish(List.of(event), entitled);
            published = true;
        } catch (EventNotAcknowledgedException e) {
            LOG.warnf("The release of job %s could not be published: %s", job, e.getMessage());
        }
    }
}

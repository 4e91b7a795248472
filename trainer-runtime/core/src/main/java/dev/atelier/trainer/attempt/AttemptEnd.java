package dev.atelier.trainer.attempt;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.trainer.budget.BudgetUnavailableException;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.control.Waiting;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.outage.MachineFault;
import dev.atelier.trainer.outage.MachineFault.Kind;
import dev.atelier.trainer.outage.Outage;
import dev.atelier.trainer.queue.Delivery;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.queue.QueueOutcome;
import dev.atelier.trainer.run.Run;
import dev.atelier.trainer.run.TrainerParts;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.JobFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides how an attempt at a job ends, by its cause.
 */
final class AttemptEnd {
    private static final Logger LOG = Logger.getLogger(AttemptEnd.class);
    private static final Duration FIRST_HOLD = Duration.ofSeconds(5);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);
    private static final int HOLD_DOUBLINGS = 10;
    private static final int LONGEST_REASON = 2000;

    private final TrainerParts parts;
    private final Delivery delivery;
    private final String job;
    private final String run;
    private final IntSupplier round;
    private final Lease lease;
    private final CountedStart counted;
    private final Release release;
    private final JobLog log;
    private Optional<Run> begun = Optional.empty();

    /** @param round of the job, as far as it has been read */
    AttemptEnd(
            TrainerParts parts,
            Delivery delivery,
            String job,
            String run,
            IntSupplier round,
            Lease lease,
            CountedStart counted,
            Release release,
            JobLog log) {
        this.parts = parts;
        this.delivery = delivery;
        this.job = job;
        this.run = run;
        this.round = round;
        this.lease = lease;
        this.counted = counted;
        this.release = release;
        this.log = log;
    }

    /** Records the run, whose epochs and start events count. */
    void setRun(Run run) {
        begun = Optional.of(run);
    }

    /** Publishes that the job has failed for good. */
    QueueOutcome publishFailure(JobFailedException failure) throws EventNotAcknowledgedException {
        if (!lease.held()) {
            // The failure may be a consequence of what lost the job, such as an unavailable broker.
            return abandon("it failed after it was lost: " + failure.getMessage());
        }
        String reason = shortened(String.valueOf(failure.getMessage()));
        LOG.infof("Job %s failed: %s", job, reason);
        publish(new JobFailed(job, round.getAsInt(), published(), failure.kind().word(), reason, now()));
        log.error(JobLogEvent.FAILED, "The job failed (" + failure.kind().word() + "): " + reason);
        counted.forget();
        parts.observer().onFailed(failure.kind());
        return QueueOutcome.DONE;
    }

    QueueOutcome endInterrupted(RunInterruptedException why) throws EventNotAcknowledgedException {
        LOG.infof("Run %s of job %s ends: %s", run, job, why.getMessage());
        counted.discount();
        return switch (why.reason()) {
            case CANCELLED -> {
                publish(new JobCancelled(job, round.getAsInt(), published(), String.valueOf(why.getMessage()), now()));
                log.info(JobLogEvent.CANCELLED, "The job is cancelled: " + why.getMessage());
                parts.observer().onCancelled();
                yield QueueOutcome.DONE;
            }
            case PAUSED -> pause(JobPaused.REQUESTED, String.valueOf(why.getMessage()));
            case PREEMPTED -> pause(JobPaused.PREEMPTED, String.valueOf(why.getMessage()));
            case BUDGET -> pause(JobPaused.BUDGET, String.valueOf(why.getMessage()));
            case STOPPING -> handBack(ReleaseKind.STOPPING, String.valueOf(why.getMessage()));
            case BUSY -> handBack(ReleaseKind.BUSY, String.valueOf(why.getMessage()));
            case LOST -> {
                log.warn(JobLogEvent.ABANDONED, "The run stops: " + why.getMessage());
                parts.observer().onInterrupted();
                yield QueueOutcome.ABANDON;
            }
        };
    }

    /** Ends the round; the checkpoints stay for the next one. */
    private QueueOutcome pause(String kind, String reason) throws EventNotAcknowledgedException {
        int epoch = begun.filter(run -> run.published().isPresent())
                .map(Run::completed)
                .orElse(0);
        publish(new JobPaused(job, round.getAsInt(), published(), epoch, kind, reason, now()));
        log.info(JobLogEvent.PAUSED, "The job is paused (" + kind + "): " + reason);
        parts.observer().onPaused();
        return QueueOutcome.PAUSED;
    }

    /** Leaves the job in the queue until its lock has run out: for now nothing can be recorded of it here. */
    QueueOutcome abandon(String reason) {
        LOG.warnf("Run %s of job %s stops: %s", run, job, reason);
        log.warn(JobLogEvent.ABANDONED, "The run stops: " + reason);
        counted.discount();
        parts.observer().onInterrupted();
        return QueueOutcome.ABANDON;
    }

    /** Finds the cause: the brokers, the machine, or the job. */
    QueueOutcome endUnexpectedly(Throwable thrown) throws EventNotAcknowledgedException {
        if (BrokerFailure.isIn(thrown)) {
            release.publish(ReleaseKind.BROKER, shortened(String.valueOf(thrown.getMessage())));
            return abandon(String.valueOf(thrown.getMessage()));
        }
        Optional<Outage> outage = outage(thrown);
        if (outage.isPresent()) {
            return release(outage.get(), thrown);
        }
        LOG.errorf(thrown, "Run %s of job %s failed with an unexpected error", run, job);
        log.error(JobLogEvent.ERROR, "The run ends with an unexpected error: " + thrown, thrown);
        boolean epochsHere = begun.filter(each -> each.epochsHere() > 0).isPresent();
        if (counted.fail(thrown, shortened(thrown.toString())) && !epochsHere) {
            return publishFailure(repeatedFailure(Start.LIMIT, thrown.toString()));
        }
        return QueueOutcome.ABANDON;
    }

    /** The outage behind a failure. What is wrong with the machine's budget is never the job's fault, even where it is over. */
    private Optional<Outage> outage(Throwable thrown) {
        Optional<MachineFault> fault = MachineFault.in(thrown);
        return fault.flatMap(parts.machine()::examine)
                .or(() -> fault.map(MachineFault::cause)
                        .filter(BudgetUnavailableException.class::isInstance)
                        .map(cause -> new Outage(Kind.STORAGE, String.valueOf(cause.getMessage()), now())));
    }

    /** Returns the job to its queue: the trainer cannot work for now, for a reason outside the job. */
    private QueueOutcome release(Outage outage, Throwable thrown) {
        LOG.debugf(thrown, "Run %s of job %s was interrupted by an outage of this machine", run, job);
        LOG.infof("Job %s is returned to the queue: %s", job, outage.reason());
        counted.discount();
        return handBack(ReleaseKind.of(outage.kind()), outage.reason());
    }

    private QueueOutcome handBack(ReleaseKind kind, String reason) {
        release.publish(kind, shortened(reason));
        parts.observer().onInterrupted();
        return QueueOutcome.HAND_BACK;
    }

    /**
     * Puts the job at the end of the queue, where a trainer with more memory may find it. It is held for a while first,
     * longer each time, so that a job that no trainer has room for is not redelivered continuously; the log gets the first
     * time, the second, the fourth, ….
     */
    QueueOutcome postpone(Exception why, RunStopSignal stop) throws EventNotAcknowledgedException {
        Optional<Outage> outage = MachineFault.in(why).flatMap(parts.machine()::examine);
        if (outage.isPresent()) {
            return release(outage.get(), why);
        }
        String reason = String.valueOf(why.getMessage());
        LOG.warnf("Job %s waits for a trainer with more memory: %s", job, reason);
        counted.discount();
        parts.observer().onInterrupted();
        if (Integer.bitCount(delivery.postponed()) <= 1) {
            log.warn(JobLogEvent.POSTPONED, "The job goes to the end of its queue: " + reason);
            release.publish(ReleaseKind.MEMORY, shortened(reason));
        }
        Duration doubled = FIRST_HOLD.multipliedBy(1L << Math.min(delivery.postponed(), HOLD_DOUBLINGS));
        Duration hold = doubled.compareTo(LONGEST_HOLD) < 0 ? doubled : LONGEST_HOLD;
        try {
            Waiting.await(hold, stop, Optional::empty);
            return QueueOutcome.POSTPONE;
        } catch (RunInterruptedException e) {
            return endInterrupted(e);
        }
    }

    private void publish(JobEvent event) throws EventNotAcknowledgedException {
        parts.events().publish(List.of(event), lease::held);
    }

    /** The run, once the log knows of it: an end names the run only where its start was published. */
    private @Nullable String published() {
        return begun.flatMap(Run::published).orElse(null);
    }

    static JobFailedException repeatedFailure(int starts, @Nullable String lastError) {
        return new JobFailedException(
                FailureKind.REPEATED,
                Counted.of(starts, "start") + " without a finished epoch; the last error: "
                        + (lastError == null ? "none was recorded, the process ended each time" : lastError));
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    private Instant now() {
        return parts.clock().instant();
    }
}

package dev.atelier.trainer.run;

import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.checkpoint.OutdatedRecordException;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.dataset.DatasetTooLargeException;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.lock.MachineLock;
import dev.atelier.trainer.outage.MachineFault;
import dev.atelier.trainer.outage.Outage;
import dev.atelier.trainer.queue.Delivery;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.queue.QueueOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a job, from its record to its disposition: reads it, waits for the machine and the dataset, lets a
 * {@link Run} train it, and publishes how it ended. Everything that is done with the record is counted first, so that
 * neither a failure nor the end of the process lets it come back without end. What is the machine's fault is not counted:
 * the job goes back to the queue and the trainer out of order.
 */
final class JobAttempt {
    private static final Logger LOG = Logger.getLogger(JobAttempt.class);
    private static final Duration FIRST_HOLD = Duration.ofSeconds(5);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);
    private static final int HOLD_DOUBLINGS = 10;
    private static final int LONGEST_REASON = 2000;
    private final TrainerParts parts;
    private final UnrecordedStarts unrecorded;
    private final Delivery delivery;
    private final String job;
    private final String run;
    private final Lease lease;
    private final JobCheckpoints checkpoints;
    private final Release release;
    private RunSignals signals;
    private Optional<Start> start = Optional.empty();
    private Optional<Run> begun = Optional.empty();
    private volatile int round;
    private int readings;

    JobAttempt(
            TrainerParts parts, UnrecordedStarts unrecorded, Delivery delivery, String job, String run, Lease lease) {
        this.parts = parts;
        this.unrecorded = unrecorded;
        this.delivery = delivery;
        this.job = job;
        this.run = run;
        this.lease = lease;
        this.checkpoints = parts.checkpoints().of(job);
        this.release = new Release(parts, job, () -> round, run, lease);
        this.signals = new RunSignals(lease, Optional::empty);
    }

    /**
     * Returns when there is nothing more to be done for the job here.
     *
     * @throws NotAJobException if the record is no job and names none
     */
    QueueOutcome toItsEnd() throws NotAJobException {
        try {
            QueueOutcome disposition = ended();
            return disposition == QueueOutcome.DONE ? deleteCheckpoints() : disposition;
        } catch (EventNotAcknowledgedException e) {
            return abandoned(String.valueOf(e.getMessage()));
        }
    }

    /** Takes note that the work hangs: the job goes back to the queue once this returns. Called by another thread. */
    void giveUp(Duration silence) {
        String reason = "the work showed no sign of progress for " + silence.toSeconds() + " s";
        try {
            checkpoints.recordFailure(run, reason + ", so the trainer was restarted");
        } catch (IOException | DisownedException e) {
            LOG.warnf("That job %s hung could not be put down: %s", job, e.getMessage());
        }
        release.publishHung(reason + ": the trainer is restarted");
    }

    private QueueOutcome ended() throws NotAJobException, EventNotAcknowledgedException {
        try {
            QueuedJob queued = read();
            var claimed = Start.claim(
                    checkpoints,
                    run,
                    unrecorded.takeDiscount(job),
                    new QueuePlace(delivery.log(), round, delivery.offset(), delivery.queuedAt()),
                    parts.clock().instant());
            start = Optional.of(claimed);
            if (claimed.comesAfterTheEnd()) {
                LOG.infof("Job %s has ended already; its record leaves the queue", job);
                return QueueOutcome.DONE;
            }
            if (claimed.exhausted()) {
                throw repeated(claimed.fruitlessStartsBefore(), claimed.lastError());
            }
            train(queued, claimed);
            unrecorded.forget(job);
            parts.observer().completed();
            return QueueOutcome.DONE;
        } catch (JobFailedException e) {
            return failed(e);
        } catch (RunInterruptedException e) {
            return interrupted(e);
        } catch (OutdatedRecordException e) {
            LOG.infof("A record leaves the queue: %s", e.getMessage());
            return QueueOutcome.DONE;
        } catch (DisownedException e) {
            return abandoned(String.valueOf(e.getMessage()));
        } catch (DatasetTooLargeException | RunPostponedException e) {
            return postponed(e);
        } catch (NotAJobException | EventNotAcknowledgedException e) {
            throw e;
        } catch (Exception | Error unforeseen) {
            return unforeseen(unforeseen);
        }
    }

    private QueuedJob read() throws IOException, JobFailedException, NotAJobException {
        readings = checkpoints.readings().begin(delivery.queuedAt());
        try {
            if (readings > Start.LIMIT) {
                throw new JobFailedException(
                        FailureKind.UNREADABLE,
                        "The record " + delivery + " cannot be run: " + Start.LIMIT
                                + " starts ended while it was read");
            }
            round = JobRecordParser.round(delivery);
            QueuedJob queued = JobRecordParser.read(delivery, parts.algorithm().family(), job);
            checkpoints.readings().end();
            return queued;
        } catch (NotAJobException answer) {
            checkpoints.readings().end();
            throw answer;
        } catch (JobFailedException answer) {
            checkpoints.readings().end();
            if (checkpoints.isOfAnotherRecord(delivery.queuedAt())) {
                throw new NotAJobException("the job is worked on from another record: " + answer.getMessage());
            }
            throw answer;
        }
    }

    private void train(QueuedJob queued, Start claimed)
            throws JobFailedException, RunInterruptedException, RunPostponedException, EventNotAcknowledgedException,
                    DisownedException, IOException {
        signals = new RunSignals(lease, () -> parts.controls().cancellation(job, round, queued.queuedAt()));
        signals.check();
        claimed.discount();
        awaitControls(signals);
        try (MachineLock.Held held = awaitMachine(signals)) {
            LoadedDataset dataset = loading().load(queued, signals);
            claimed.count();
            begun = Optional.of(new Run(queued, run, dataset, checkpoints, signals, parts));
            begun.get().toTheEnd();
        }
    }

    private DatasetLoading loading() {
        return new DatasetLoading(parts.datasets(), parts.settings().datasetTimeout(), checkpoints, parts.clock());
    }

    /** Publishes that the job has failed for good. */
    private QueueOutcome failed(JobFailedException failure) throws EventNotAcknowledgedException {
        if (!lease.held()) {
            // The failure may be no more than a sign of what made the job get lost, such as a broker that went away.
            return abandoned("it failed after it was lost: " + failure.getMessage());
        }
        String reason = shortened(String.valueOf(failure.getMessage()));
        LOG.infof("Job %s failed: %s", job, reason);
        publish(new JobFailed(job, round, published(), failure.kind().word(), reason, now()));
        unrecorded.forget(job);
        parts.observer().failed(failure.kind());
        return QueueOutcome.DONE;
    }

    private QueueOutcome interrupted(RunInterruptedException why) throws EventNotAcknowledgedException {
        LOG.infof("Run %s of job %s ends: %s", run, job, why.getMessage());
        discount();
        return switch (why.reason()) {
            case CANCELLED -> {
                publish(new JobCancelled(job, round, published(), String.valueOf(why.getMessage()), now()));
                parts.observer().cancelled();
                yield QueueOutcome.DONE;
            }
            case STOPPING -> handedBack(ReleaseKind.STOPPING, String.valueOf(why.getMessage()));
            case BUSY -> handedBack(ReleaseKind.BUSY, String.valueOf(why.getMessage()));
            case LOST -> {
                parts.observer().interrupted();
                yield QueueOutcome.ABANDON;
            }
        };
    }

    /** Leaves the job in the queue until its lock has run out: for now nothing can be recorded of it here. */
    private QueueOutcome abandoned(String reason) {
        LOG.warnf("Run %s of job %s stops: %s", run, job, reason);
        discount();
        parts.observer().interrupted();
        return QueueOutcome.ABANDON;
    }

    /** Decides whose fault it is: the brokers', the machine's, or the job's. */
    private QueueOutcome unforeseen(Throwable thrown) throws EventNotAcknowledgedException {
        if (BrokerFailure.isIn(thrown)) {
            release.publish(ReleaseKind.BROKER, shortened(String.valueOf(thrown.getMessage())));
            return abandoned(String.valueOf(thrown.getMessage()));
        }
        Optional<Outage> outage = MachineFault.in(thrown).flatMap(parts.machine()::examine);
        if (outage.isPresent()) {
            return released(outage.get(), thrown);
        }
        LOG.errorf(thrown, "Run %s of job %s failed in an unforeseen way", run, job);
        boolean epochsHere = begun.filter(each -> each.epochsHere() > 0).isPresent();
        if (countFailure(thrown) && !epochsHere) {
            return failed(repeated(Start.LIMIT, thrown.toString()));
        }
        return QueueOutcome.ABANDON;
    }

    /** Gives the job back: the trainer cannot work for now, and the job has done nothing wrong. */
    private QueueOutcome released(Outage outage, Throwable thrown) {
        LOG.debugf(thrown, "Run %s of job %s met an outage", run, job);
        LOG.infof("Job %s goes back to the queue: %s", job, outage.reason());
        discount();
        return handedBack(ReleaseKind.of(outage.kind()), outage.reason());
    }

    private QueueOutcome handedBack(ReleaseKind kind, String reason) {
        release.publish(kind, shortened(reason));
        parts.observer().interrupted();
        return QueueOutcome.HAND_BACK;
    }

    /**
     * Puts the job at the end of the queue, where a trainer with more memory may find it. It is held for a while first, longer
     * each time, so that a job that no trainer has room for does not go round in a tight circle; the log gets the first
     * time, the second, the fourth, ….
     */
    private QueueOutcome postponed(Exception why) throws EventNotAcknowledgedException {
        Optional<Outage> outage = MachineFault.in(why).flatMap(parts.machine()::examine);
        if (outage.isPresent()) {
            return released(outage.get(), why);
        }
        String reason = String.valueOf(why.getMessage());
        LOG.warnf("Job %s waits for a trainer with more memory: %s", job, reason);
        discount();
        parts.observer().interrupted();
        if (Integer.bitCount(delivery.postponed()) <= 1) {
            release.publish(ReleaseKind.MEMORY, shortened(reason));
        }
        Duration doubled = FIRST_HOLD.multipliedBy(1L << Math.min(delivery.postponed(), HOLD_DOUBLINGS));
        Duration hold = doubled.compareTo(LONGEST_HOLD) < 0 ? doubled : LONGEST_HOLD;
        try {
            Waiting.until(hold, signals, Optional::empty);
            return QueueOutcome.POSTPONE;
        } catch (RunInterruptedException e) {
            return interrupted(e);
        }
    }

    /** Counts a start that failed; returns whether it was the last that is tried. */
    private boolean countFailure(Throwable thrown) {
        if (start.isEmpty()) {
            return Math.max(readings, unrecorded.fail(job)) >= Start.LIMIT;
        }
        try {
            start.get().fail(shortened(thrown.toString()));
            return start.get().isLast();
        } catch (IOException e) {
            thrown.addSuppressed(e);
            return unrecorded.fail(job) >= Start.LIMIT;
        } catch (DisownedException e) {
            return false;
        }
    }

    private QueueOutcome deleteCheckpoints() {
        return start.map(claimed -> new CheckpointDeletion(job, claimed, lease, parts.machine(), parts.clock()))
                .map(CheckpointDeletion::delete)
                .orElse(QueueOutcome.DONE);
    }

    /** A run that was stopped is no sign that there is anything wrong with its job. */
    private void discount() {
        if (start.isEmpty()) {
            return;
        }
        try {
            start.get().discount();
        } catch (IOException e) {
            LOG.debugf("The start of run %s cannot be discounted yet: %s", run, e.getMessage());
            unrecorded.discount(job, run);
        } catch (DisownedException e) {
            LOG.debugf("The start of run %s does not count any more: %s", run, e.getMessage());
        }
    }

    private void awaitControls(RunSignals signals) throws RunInterruptedException {
        // Without a limit: until it is known whether the job is cancelled, it must not begin.
        Waiting.until(
                Duration.ofDays(1), signals, () -> parts.controls().caughtUp() ? Optional.of(true) : Optional.empty());
        signals.check();
    }

    private MachineLock.Held awaitMachine(RunSignals signals) throws RunInterruptedException {
        Duration limit = parts.settings().machineTimeout();
        return Waiting.until(limit, signals, parts.machineLock()::tryLock)
                .orElseThrow(() -> new RunInterruptedException(
                        RunInterruptedException.Cause.BUSY, "the machine was busy with other jobs for " + limit));
    }

    private void publish(JobEvent event) throws EventNotAcknowledgedException {
        parts.events().publish(List.of(event), lease::held);
    }

    /** The run, once the log knows of it: an end names the run only where its start was published. */
    private @Nullable String published() {
        return begun.flatMap(Run::published).orElse(null);
    }

    private JobFailedException repeated(int starts, @Nullable String lastError) {
        return new JobFailedException(
                FailureKind.REPEATED,
                starts + " starts without a finished epoch; the last error: "
                        + (lastError == null ? "none was recorded, the process ended each time" : lastError));
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    private Instant now() {
        return parts.clock().instant();
    }
}

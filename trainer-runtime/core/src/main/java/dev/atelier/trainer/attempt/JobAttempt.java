package dev.atelier.trainer.attempt;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.checkpoint.OutdatedRecordException;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.control.RoundRequests;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.control.Waiting;
import dev.atelier.trainer.dataset.DatasetTooLargeException;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.queue.Delivery;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.queue.QueueOutcome;
import dev.atelier.trainer.run.Run;
import dev.atelier.trainer.run.TrainerParts;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.JobFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One delivery of a job, from its record to its outcome in the queue: reads it, waits for the machine and the dataset,
 * lets a {@link Run} train it, and publishes how it ended. Everything that is done with the record is counted first, so that
 * neither a failure nor the end of the process lets it come back without end. What is the machine's fault is not counted:
 * the job goes back to the queue and the trainer out of order.
 */
final class JobAttempt {
    private static final Logger LOG = Logger.getLogger(JobAttempt.class);

    private final TrainerParts parts;
    private final Delivery delivery;
    private final String job;
    private final String run;
    private final Lease lease;
    private final JobCheckpoints checkpoints;
    private final CountedStart counted;
    private final Release release;
    private final AttemptEnd end;
    private final JobLog log;
    private RunStopSignal stop;
    private volatile int round;
    /** Whether a longer job can continue from the job's last checkpoint. */
    private boolean keepsLast;

    JobAttempt(
            TrainerParts parts, UnrecordedStarts unrecorded, Delivery delivery, String job, String run, Lease lease) {
        this.parts = parts;
        this.delivery = delivery;
        this.job = job;
        this.run = run;
        this.lease = lease;
        this.checkpoints = parts.checkpoints().of(job);
        this.log = parts.logs().of(job, run, () -> round);
        this.release = new Release(parts, job, () -> round, run, lease, log);
        this.counted = new CountedStart(checkpoints, unrecorded, job, run);
        this.end = new AttemptEnd(parts, delivery, job, run, () -> round, lease, counted, release, log);
        this.stop = new RunStopSignal(lease, RoundRequests.NONE);
    }

    /**
     * Returns when there is nothing more to be done for the job here.
     *
     * @throws NotAJobException if the record is no job and names none
     */
    QueueOutcome execute() throws NotAJobException {
        try {
            QueueOutcome outcome = attempt();
            return outcome == QueueOutcome.DONE ? deleteCheckpoints() : outcome;
        } catch (EventNotAcknowledgedException e) {
            return end.abandon(String.valueOf(e.getMessage()));
        }
    }

    /** Takes note that the work hangs: the job goes back to the queue once this returns. Called by another thread. */
    void giveUp(Duration silence) {
        String reason = "the work showed no sign of progress for " + silence.toSeconds() + " s";
        try {
            checkpoints.recordFailure(run, reason + ", so the trainer was restarted");
        } catch (IOException | DisownedException e) {
            LOG.warnf("Cannot record that job %s hung: %s", job, e.getMessage());
        }
        log.error(JobLogEvent.HUNG, "The trainer restarts: " + reason);
        release.publishHung(reason + ": the trainer is restarted");
    }

    private QueueOutcome attempt() throws NotAJobException, EventNotAcknowledgedException {
        try {
            QueuedJob queued = read();
            Start claimed = counted.claim(
                    new QueuePlace(delivery.log(), round, delivery.offset(), delivery.queuedAt()),
                    parts.clock().instant());
            if (claimed.isAfterEnd()) {
                keepsLast = true;
                LOG.infof("Job %s has ended already; its record is removed from the queue", job);
                log.info(JobLogEvent.SKIPPED, "The job has ended already; its record is removed from the queue");
                return QueueOutcome.DONE;
            }
            log.info(JobLogEvent.ACCEPTED, describe(queued));
            if (claimed.exhausted()) {
                throw AttemptEnd.repeatedFailure(claimed.fruitlessStartsBefore(), claimed.lastError());
            }
            train(queued, claimed);
            counted.forget();
            parts.observer().onCompleted();
            return QueueOutcome.DONE;
        } catch (JobFailedException e) {
            return end.publishFailure(e);
        } catch (RunInterruptedException e) {
            return end.endInterrupted(e);
        } catch (OutdatedRecordException e) {
            LOG.infof("A record is removed from the queue: %s", e.getMessage());
            log.info(JobLogEvent.SKIPPED, "The record is removed from the queue: " + e.getMessage());
            return QueueOutcome.DONE;
        } catch (DisownedException e) {
            return end.abandon(String.valueOf(e.getMessage()));
        } catch (DatasetTooLargeException | RunPostponedException e) {
            return end.postpone(e, stop);
        } catch (NotAJobException | EventNotAcknowledgedException e) {
            throw e;
        } catch (Exception | Error unexpected) {
            return end.endUnexpectedly(unexpected);
        }
    }

    private QueuedJob read() throws IOException, JobFailedException, NotAJobException {
        int readings = counted.beginReading(delivery.queuedAt());
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
                throw new NotAJobException("the job is run from another record: " + answer.getMessage());
            }
            throw answer;
        }
    }

    private void train(QueuedJob queued, Start claimed)
            throws JobFailedException, RunInterruptedException, RunPostponedException, EventNotAcknowledgedException,
                    DisownedException, IOException {
        stop = new RunStopSignal(lease, parts.controls().of(job, round, queued.queuedAt()));
        RunStopSignal waiting = stop.betweenEpochs();
        waiting.check();
        claimed.discount();
        awaitControls(waiting);
        try (JobResources resources = JobResources.await(parts, queued.request(), claimed, waiting, log)) {
            parts.events()
                    .publish(
                            List.of(new JobTaken(
                                    job,
                                    round,
                                    run,
                                    parts.logs().trainer(),
                                    parts.clock().instant())),
                            lease::held);
            LoadedDataset dataset = loading().load(queued, waiting);
            resources.setDataset(dataset);
            claimed.count();
            Run begun = new Run(queued, run, dataset, checkpoints, stop, parts, resources, log);
            end.setRun(begun);
            begun.execute();
            keepsLast = begun.isExtensible();
        }
    }

    private String describe(QueuedJob queued) {
        return "Job \"" + queued.request().name() + "\", round " + round + ", accepted by "
                + parts.logs().trainer() + ": "
                + Counted.of(queued.request().training().epochs(), "epoch") + " on " + queued.datasetKey()
                + ", delivery "
                + delivery.count();
    }

    private DatasetLoading loading() {
        return new DatasetLoading(parts.datasets(), parts.settings().datasetTimeout(), checkpoints, parts.clock(), log);
    }

    private QueueOutcome deleteCheckpoints() {
        return counted.start()
                .map(claimed -> new CheckpointDeletion(
                        job,
                        claimed,
                        lease,
                        parts.machine(),
                        parts.clock(),
                        keepsLast ? Optional.of(parts.settings().kept()) : Optional.empty()))
                .map(CheckpointDeletion::delete)
                .orElse(QueueOutcome.DONE);
    }

    private void awaitControls(RunStopSignal stop) throws RunInterruptedException {
        // Without a limit: until it is known whether the job is cancelled or paused, it must not begin.
        Waiting.await(
                Duration.ofDays(1),
                stop,
                () -> log.info(JobLogEvent.WAITING, "The run waits until all controls have been read"),
                () -> parts.controls().caughtUp() ? Optional.of(true) : Optional.empty());
        stop.check();
    }
}

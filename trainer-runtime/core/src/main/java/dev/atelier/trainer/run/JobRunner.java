package dev.atelier.trainer.run;

import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.tracing.Traces;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.control.Controls;
import dev.atelier.trainer.dataset.Dataset;
import dev.atelier.trainer.dataset.DatasetException;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.event.EventLog;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.queue.Delivery;
import dev.atelier.trainer.queue.Disposition;
import dev.atelier.trainer.queue.JobHandler;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.turn.MachineTurn;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes a job from its delivery to its end: reads it, waits for the machine and the dataset, lets a {@link Run} train it,
 * and says how it ended. Whatever ends a job for good is in the log before this says that it is done; whatever ends a run
 * before its job leaves the job in the queue.
 */
public final class JobRunner implements JobHandler {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final TrainingAlgorithm algorithm;
    private final DatasetLibrary datasets;
    private final CheckpointStore checkpoints;
    private final EventLog events;
    private final Controls controls;
    private final MachineTurn turn;
    private final RunSettings settings;
    private final RunObserver observer;
    private final Clock clock;

    public JobRunner(
            TrainingAlgorithm algorithm,
            DatasetLibrary datasets,
            CheckpointStore checkpoints,
            EventLog events,
            Controls controls,
            MachineTurn turn,
            RunSettings settings,
            RunObserver observer,
            Clock clock) {
        this.algorithm = algorithm;
        this.datasets = datasets;
        this.checkpoints = checkpoints;
        this.events = events;
        this.controls = controls;
        this.turn = turn;
        this.settings = settings;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public Disposition handle(Delivery delivery, Lease lease) throws Exception {
        String run = UUID.randomUUID().toString();
        Span span = Traces.begin("run job", delivery.trace())
                .setAttribute("atelier.job", JobReader.idOf(delivery))
                .setAttribute("atelier.run", run)
                .setAttribute("atelier.family", algorithm.family().jsonName());
        try (Scope current = span.makeCurrent()) {
            Disposition disposition = handled(delivery, run, lease);
            span.setAttribute("atelier.disposition", disposition.name());
            return disposition;
        } catch (Exception | Error unforeseen) {
            span.recordException(unforeseen).setStatus(StatusCode.ERROR);
            throw unforeseen;
        } finally {
            span.end();
        }
    }

    private Disposition handled(Delivery delivery, String run, Lease lease) throws Exception {
        try {
            QueuedJob job;
            try {
                job = JobReader.read(delivery, algorithm.family());
            } catch (JobFailedException e) {
                return failed(JobReader.idOf(delivery), null, e, lease);
            }
            return ran(job, run, lease);
        } catch (EventNotAcknowledgedException e) {
            LOG.warnf("Run %s of job %s stops: %s", run, delivery, e.getMessage());
            observer.interrupted();
            return Disposition.ABANDON;
        }
    }

    private Disposition ran(QueuedJob job, String run, Lease lease) throws Exception {
        Signals signals = new Signals(lease, () -> controls.cancellation(job.job(), job.queuedAt()));
        Optional<Run> begun = Optional.empty();
        try {
            awaitControls(signals);
            try (MachineTurn.Taken taken = awaitTurn(signals)) {
                Dataset dataset = awaitDataset(job, signals);
                begun = Optional.of(new Run(
                        job,
                        run,
                        algorithm,
                        dataset,
                        checkpoints.of(job.job()),
                        events,
                        signals,
                        settings,
                        observer,
                        clock));
                begun.get().toTheEnd();
            }
            observer.completed();
            return Disposition.DONE;
        } catch (JobFailedException e) {
            return failed(job.job(), begun.flatMap(Run::told).orElse(null), e, lease);
        } catch (RunInterruptedException e) {
            LOG.infof("Run %s of job %s ends: %s", run, job.job(), e.getMessage());
            return interrupted(job.job(), begun.flatMap(Run::told).orElse(null), e, lease);
        }
    }

    private Disposition failed(String job, @Nullable String run, JobFailedException failure, Lease lease)
            throws EventNotAcknowledgedException {
        if (!lease.held()) {
            // The failure may be no more than a sign of what made the job get lost, such as a broker that went away.
            LOG.infof("Job %s failed after it was lost: %s", job, failure.getMessage());
            observer.interrupted();
            return Disposition.ABANDON;
        }
        String reason = String.valueOf(failure.getMessage());
        LOG.infof("Job %s failed: %s", job, reason);
        publish(new JobFailed(job, run, failure.kind().word(), reason, now()), lease);
        observer.failed(failure.kind());
        return Disposition.DONE;
    }

    private Disposition interrupted(String job, @Nullable String run, RunInterruptedException why, Lease lease)
            throws EventNotAcknowledgedException {
        return switch (why.reason()) {
            case CANCELLED -> {
                publish(new JobCancelled(job, run, String.valueOf(why.getMessage()), now()), lease);
                observer.cancelled();
                yield Disposition.DONE;
            }
            case STOPPING -> {
                observer.interrupted();
                yield Disposition.HAND_BACK;
            }
            case LOST, DISOWNED -> {
                observer.interrupted();
                yield Disposition.ABANDON;
            }
        };
    }

    private void awaitControls(Signals signals) throws RunInterruptedException {
        // Without a limit: until it is known whether the job is cancelled, it must not begin.
        Waiting.until(Duration.ofDays(1), signals, () -> controls.caughtUp() ? Optional.of(true) : Optional.empty());
        signals.check();
    }

    private MachineTurn.Taken awaitTurn(Signals signals) throws RunInterruptedException {
        return Waiting.until(settings.turnPatience(), signals, turn::tryTake)
                .orElseThrow(() -> new RunInterruptedException(
                        RunInterruptedException.Cause.STOPPING,
                        "the machine was busy with other jobs for " + settings.turnPatience()));
    }

    private Dataset awaitDataset(QueuedJob job, Signals signals) throws RunInterruptedException, JobFailedException {
        try {
            return Waiting.until(
                            settings.datasetPatience(),
                            signals,
                            () -> datasets.find(job.datasetKey(), job.datasetDigest(), LOOK_UP))
                    .orElseThrow(() -> new JobFailedException(
                            FailureKind.DATASET,
                            "The dataset " + job.datasetKey() + " was not published within "
                                    + settings.datasetPatience()));
        } catch (DatasetException e) {
            signals.check();
            throw JobFailedException.of(FailureKind.DATASET, e);
        }
    }

    private void publish(JobEvent event, Lease lease) throws EventNotAcknowledgedException {
        events.publish(List.of(event), lease::held);
    }

    private Instant now() {
        return clock.instant();
    }
}

package dev.atelier.results.projection;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.results.projection.JobRow.Deletion;
import dev.atelier.results.projection.JobRow.Ending;
import dev.atelier.results.projection.JobRow.Pin;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Result;
import dev.atelier.results.projection.JobRow.Waiting;
import java.util.Optional;

/**
 * What an event of a job changes. The latest start's run is listened to until it ends; what any other run says is ignored,
 * and so is whatever was said before. A job that was queued again waits again, whatever it was, but for one that is trained
 * again to restore its files: see {@link RestorationProjection}.
 */
public final class JobProjection {
    /** Starts of one job that are kept. */
    static final int MOST_ATTEMPTS = 10_000;

    private JobProjection() {}

    /**
     * The job after an event.
     *
     * @param before what is known of the job, if anything
     * @param at where the event stands in the log
     * @return {@code before} itself where the event changes nothing
     * @throws IllegalArgumentException if the event says what cannot be
     */
    public static Optional<JobHistory> apply(Optional<JobHistory> before, JobEvent event, LogPosition at) {
        check(event);
        if (before.filter(history -> RestorationProjection.concerns(history, event))
                .isPresent()) {
            return before.map(history -> RestorationProjection.apply(history, event, at));
        }
        return switch (event) {
            case JobQueued queued -> Optional.of(queued(before, queued, at));
            case JobStarted started -> Optional.of(started(before, started, at));
            case EpochCompleted epoch -> before.map(history -> completedEpoch(history, epoch, at));
            case JobReleased released -> before.map(history -> released(history, released, at));
            case ArtifactsDeleted deleted -> before.map(history -> deleted(history, deleted, at));
            case ArtifactsPinned pinned -> before.map(history -> pinned(history, pinned, at));
            case JobCompleted completed -> before.map(history -> completed(history, completed, at));
            case JobFailed failed -> {
                Ending ending = new Ending(
                        failed.id(),
                        Optional.of(failed.kind()),
                        Optional.of(failed.reason()),
                        StoredTime.of(failed.time()));
                Optional<String> run = Optional.ofNullable(failed.run());
                yield before.map(history -> ended(history, run, JobState.FAILED, AttemptState.FAILED, ending, at));
            }
            case JobCancelled cancelled -> {
                Ending ending = new Ending(
                        cancelled.id(),
                        Optional.empty(),
                        Optional.of(cancelled.reason()),
                        StoredTime.of(cancelled.time()));
                Optional<String> run = Optional.ofNullable(cancelled.run());
                yield before.map(
                        history -> ended(history, run, JobState.CANCELLED, AttemptState.CANCELLED, ending, at));
            }
        };
    }

    private static void check(JobEvent event) {
        switch (event) {
            case JobQueued queued -> least("round", queued.round(), 1);
            case JobStarted started -> {
                if (started.resumedFrom() instanceof JobStarted.Checkpoint checkpoint) {
                    least("resumedFrom.epoch", checkpoint.epoch(), 0);
                }
            }
            case EpochCompleted epoch -> {
                least("epoch", epoch.epoch(), 1);
                least("epochs", epoch.epochs(), 1);
            }
            case ArtifactsDeleted deleted -> least("bytes", deleted.bytes(), 0);
            default -> {}
        }
    }

    private static void least(String field, long value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " is " + value + "; expected at least " + least);
        }
    }

    private static JobHistory queued(Optional<JobHistory> before, JobQueued event, LogPosition at) {
        if (before.filter(history -> event.round() <= history.job().round()).isPresent()) {
            return before.get();
        }
        Queueing queueing =
                new Queueing(event.submission(), event.round(), event.datasetKey(), StoredTime.of(event.time()));
        return before.map(history -> history.with(history.job().queued(queueing, at)))
                .orElseGet(() -> JobHistory.of(newJob(event.job(), event.request(), event.datasetDigest(), at)
                        .queued(queueing, at)));
    }

    /**
     * A start that is published after the job's end, by a trainer that did not know of the end yet, adds an attempt that
     * is LOST: only a new round continues an ended job.
     */
    private static JobHistory started(Optional<JobHistory> before, JobStarted event, LogPosition at) {
        JobHistory history = before.orElseGet(() -> JobHistory.of(
                newJob(event.job(), event.request(), event.environment().datasetDigest(), at)));
        if (history.attempt(event.run()).isPresent()) {
            return history;
        }
        AttemptRow attempt = attempt(history, event, at);
        JobRow job = history.job();
        return job.state().ended()
                ? history.withAttempt(job, attempt.lost(at), at)
                : history.with(job.started(attempt.startedAt(), at), attempt, at);
    }

    /** The attempt that a start adds to those of a job. */
    static AttemptRow attempt(JobHistory history, JobStarted event, LogPosition at) {
        if (history.attempts().size() == MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "job " + event.job() + " has been started " + MOST_ATTEMPTS + " times; no more starts are kept");
        }
        return new AttemptRow(
                event.job(),
                history.attempts().size() + 1,
                event.run(),
                AttemptState.RUNNING,
                Optional.ofNullable(event.resumedFrom()),
                event.environment(),
                StoredTime.of(event.time()),
                Optional.empty(),
                at);
    }

    private static JobHistory completedEpoch(JobHistory history, EpochCompleted event, LogPosition at) {
        Optional<AttemptRow> speaker = history.speaking(event.run());
        if (speaker.isEmpty()) {
            return history;
        }
        AttemptRow trainer = history.attempt(event.trainedBy()).orElse(speaker.get());
        EpochRow told = EpochRow.of(event, trainer.number(), at);
        EpochRow known = history.epochs().get(event.epoch());
        JobHistory after = known != null && told.saysTheSameAs(known) ? history : history.with(told);
        // Queued again in error while its run goes on: the run is evidence that the job does not wait.
        return after.job().state() == JobState.QUEUED ? after.with(after.job().running(at)) : after;
    }

    /**
     * A job that waits again. A run that gave it back before its start was published ended no attempt: it says why the job
     * waits, unless something later is known.
     */
    private static JobHistory released(JobHistory history, JobReleased event, LogPosition at) {
        JobRow job = history.job();
        Waiting waiting = new Waiting(event.trainer(), event.kind(), event.reason(), StoredTime.of(event.time()));
        Optional<AttemptRow> speaker = history.speaking(event.run());
        if (speaker.isPresent()) {
            JobHistory ended = history.with(speaker.get().ended(AttemptState.RELEASED, waiting.since(), at));
            return job.state() == JobState.RUNNING ? ended.with(job.released(waiting, at)) : ended;
        }
        boolean saysWhy = job.state() == JobState.QUEUED
                && history.attempt(event.run()).isEmpty()
                && job.queueing()
                        .filter(queueing -> waiting.since().isBefore(queueing.at()))
                        .isEmpty()
                && waiting.isNewsAfter(job.waiting());
        return saysWhy ? history.with(job.released(waiting, at)) : history;
    }

    private static JobHistory completed(JobHistory history, JobCompleted event, LogPosition at) {
        return history.speaking(event.run())
                .map(attempt -> {
                    Ending ending =
                            new Ending(event.id(), Optional.empty(), Optional.empty(), StoredTime.of(event.time()));
                    Result result = new Result(
                            attempt.number(),
                            event.epochs(),
                            event.bestEpoch(),
                            event.testedEpoch(),
                            event.test(),
                            event.model(),
                            event.artifacts(),
                            event.seconds());
                    return history.with(attempt.ended(AttemptState.COMPLETED, ending.at(), at))
                            .with(history.job().ended(JobState.COMPLETED, ending, Optional.of(result), at));
                })
                .orElse(history);
    }

    /** Whoever deletes a result's files excludes whoever writes them, so that in the log each deletion follows its result. */
    private static JobHistory deleted(JobHistory history, ArtifactsDeleted event, LogPosition at) {
        JobRow job = history.job();
        return job.result().isEmpty() || job.deletion().isPresent()
                ? history
                : history.with(
                        job.deleted(new Deletion(event.reason(), event.bytes(), StoredTime.of(event.time())), at));
    }

    private static JobHistory pinned(JobHistory history, ArtifactsPinned event, LogPosition at) {
        JobRow job = history.job();
        return job.pin().isPresent() == event.pinned()
                ? history
                : history.with(job.pinned(
                        event.pinned()
                                ? Optional.of(new Pin(event.reason(), StoredTime.of(event.time())))
                                : Optional.empty(),
                        at));
    }

    /**
     * An end without a result. Said of no run it is about the job, which ends unless it has ended already; a run that is
     * still going is listened to nevertheless, since it may have completed the job meanwhile.
     */
    private static JobHistory ended(
            JobHistory history,
            Optional<String> run,
            JobState how,
            AttemptState attemptEnds,
            Ending ending,
            LogPosition at) {
        JobRow job = history.job();
        if (run.isPresent()) {
            return history.speaking(run.get())
                    .map(attempt -> history.with(attempt.ended(attemptEnds, ending.at(), at))
                            .with(job.ended(how, ending, Optional.empty(), at)))
                    .orElse(history);
        }
        boolean alreadySaid = job.ending().filter(ending::equals).isPresent();
        return job.state().ended() || alreadySaid
                ? history
                : history.with(job.ended(how, ending, Optional.empty(), at));
    }

    private static JobRow newJob(String id, Job request, String datasetDigest, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                Optional.empty(),
                JobState.QUEUED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                at);
    }
}

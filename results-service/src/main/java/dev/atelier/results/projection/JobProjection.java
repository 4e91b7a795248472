package dev.atelier.results.projection;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.lifecycle.Change;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.lifecycle.PinState;
import dev.atelier.results.projection.JobRow.Ending;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Result;
import dev.atelier.results.projection.JobRow.Waiting;
import dev.atelier.results.projection.ResultFiles.Pin;
import java.util.Optional;

/**
 * What an event of a job changes in the tables. The {@link JobLifecycle} decides the state of the job after it, which the
 * ledger of the dataset service folds as well; this class applies each change to the rows. The rows of a job that
 * is trained again to restore its files are those of {@link RestorationProjection}.
 */
public final class JobProjection {
    private JobProjection() {}

    /**
     * The job after an event.
     *
     * @param before what is known of the job, if anything
     * @param at where the event stands in the log
     * @return {@code before} itself where the event changes nothing
     * @throws IllegalArgumentException if the event holds what cannot be
     */
    public static Optional<JobHistory> apply(Optional<JobHistory> before, JobEvent event, LogPosition at) {
        JobEventCheck.check(event);
        Optional<JobHistory> known = before.or(() -> unknown(event, at));
        return known.map(history -> apply(history, event, at));
    }

    /** The job before its first event, where that holds the request. */
    private static Optional<JobHistory> unknown(JobEvent event, LogPosition at) {
        return switch (event) {
            case JobQueued queued ->
                Optional.of(JobHistory.of(JobRow.of(queued.job(), queued.request(), queued.datasetDigest(), at)));
            case JobStarted started ->
                Optional.of(JobHistory.of(JobRow.of(
                        started.job(), started.request(), started.environment().datasetDigest(), at)));
            default -> Optional.empty();
        };
    }

    private static JobHistory apply(JobHistory history, JobEvent event, LogPosition at) {
        JobLifecycle before = history.lifecycle();
        Change change = before.apply(event).change();
        if (before.hasResult() && change != Change.NOTHING) {
            return RestorationProjection.apply(history, event, change, at);
        }
        return switch (event) {
            case ArtifactsDeleted ignored -> history;
            case ArtifactsPinned pinned -> pinned(history, pinned, at);
            case JobEdited edited -> edited(history, edited, at);
            case JobStarted started when change == Change.NOTHING -> lateStart(history, started, at);
            case JobCancelled cancelled when change == Change.NOTHING -> cancelledBefore(history, cancelled, at);
            case JobEvent ignored when change == Change.NOTHING -> history;
            case JobTaken ignored -> history;
            case JobQueued queued -> queued(history, queued, at);
            case JobStarted started -> started(history, started, at);
            case EpochCompleted epoch -> completedEpoch(history, epoch, at);
            case JobReleased released -> released(history, released, change, at);
            case JobPaused paused -> paused(history, paused, at);
            case JobCompleted completed -> completed(history, completed, at);
            case JobEvent again when isKnownEnd(history, again) -> history;
            case JobFailed failed ->
                ended(
                        history,
                        Optional.ofNullable(failed.run()),
                        JobState.FAILED,
                        AttemptState.FAILED,
                        new Ending(
                                failed.id(),
                                Optional.of(failed.kind()),
                                Optional.of(failed.reason()),
                                StoredTime.of(failed.time())),
                        at);
            case JobCancelled cancelled ->
                ended(
                        history,
                        Optional.ofNullable(cancelled.run()),
                        JobState.CANCELLED,
                        AttemptState.CANCELLED,
                        new Ending(
                                cancelled.id(),
                                Optional.empty(),
                                Optional.of(cancelled.reason()),
                                StoredTime.of(cancelled.time())),
                        at);
        };
    }

    private static JobHistory queued(JobHistory history, JobQueued event, LogPosition at) {
        return history.with(history.job().queued(event.request(), Queueing.of(event), at));
    }

    private static JobHistory started(JobHistory history, JobStarted event, LogPosition at) {
        AttemptRow attempt = AttemptRow.next(history.attempts(), event, at);
        return history.with(history.job().started(attempt.startedAt(), at), attempt, at);
    }

    /**
     * A start that is published after the job's end, by a trainer that did not know of the end yet, adds an attempt that
     * is LOST: only a new round continues an ended job. Once a restoration has ended, it adds nothing.
     */
    private static JobHistory lateStart(JobHistory history, JobStarted event, LogPosition at) {
        JobRow job = history.job();
        boolean isOfOlderRound = event.round() != 0 && event.round() < job.round();
        return !job.state().hasEnded()
                        || job.files().restoration().isPresent()
                        || isOfOlderRound
                        || history.attempt(event.run()).isPresent()
                ? history
                : history.withLate(
                        AttemptRow.next(history.attempts(), event, at).lost(at));
    }

    /** The run of an older round ends by the cancellation that the round was to end by: that shows in its attempt alone. */
    private static JobHistory cancelledBefore(JobHistory history, JobCancelled event, LogPosition at) {
        boolean isOfOlderRound =
                event.round() != 0 && event.round() < history.job().round();
        return Optional.ofNullable(event.run())
                .filter(run -> isOfOlderRound)
                .flatMap(history::attempt)
                .filter(AttemptRow::isWithoutEnd)
                .map(attempt -> history.with(attempt.cancelledInOlderRound(StoredTime.of(event.time()), at)))
                .orElse(history);
    }

    private static JobHistory completedEpoch(JobHistory history, EpochCompleted event, LogPosition at) {
        AttemptRow current = history.current().orElseThrow();
        AttemptRow trainer = history.attempt(event.trainedBy()).orElse(current);
        EpochRow published = EpochRow.of(event, trainer.number(), at);
        EpochRow known = history.epochs().get(event.epoch());
        return known != null && published.equalsButForPosition(known) ? history : history.with(published);
    }

    /**
     * A job that waits again. A run that gave it back before its start was published ended no attempt: it explains why
     * the job waits, unless something later is known.
     */
    private static JobHistory released(JobHistory history, JobReleased event, Change change, LogPosition at) {
        JobRow job = history.job();
        Waiting waiting = new Waiting(event.trainer(), event.kind(), event.reason(), StoredTime.of(event.time()));
        if (change == Change.RELEASED) {
            JobHistory ended =
                    history.with(history.current().orElseThrow().ended(AttemptState.RELEASED, waiting.since(), at));
            return job.state() == JobState.RUNNING ? ended.with(job.released(waiting, at)) : ended;
        }
        boolean explains = history.attempt(event.run()).isEmpty()
                && job.queueing()
                        .filter(queueing -> waiting.since().isBefore(queueing.at()))
                        .isEmpty()
                && waiting.isNewsAfter(job.waiting());
        return explains ? history.with(job.released(waiting, at)) : history;
    }

    /** A job that others have ended meanwhile stays so: only its run ends. */
    private static JobHistory paused(JobHistory history, JobPaused event, LogPosition at) {
        Waiting waiting = Waiting.of(event, history.job().waiting());
        JobHistory ended = event.run() == null
                ? history
                : history.with(history.current().orElseThrow().ended(AttemptState.of(event), waiting.since(), at));
        JobState state = history.job().state();
        return state.hasEnded() || state == JobState.PAUSED
                ? ended
                : ended.with(history.job().paused(waiting, at));
    }

    private static JobHistory completed(JobHistory history, JobCompleted event, LogPosition at) {
        AttemptRow attempt = history.current().orElseThrow();
        Ending ending = new Ending(event.id(), Optional.empty(), Optional.empty(), StoredTime.of(event.time()));
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
    }

    private static JobHistory pinned(JobHistory history, ArtifactsPinned event, LogPosition at) {
        Optional<PinState> known = history.job().files().pin().map(Pin::toState);
        return PinState.of(event).isNewerThan(known)
                ? history.with(history.job().pinned(Pin.of(event), at))
                : history;
    }

    private static JobHistory edited(JobHistory history, JobEdited event, LogPosition at) {
        Optional<Labels> known = history.job().labels();
        Optional<Labels> labels = Labels.after(known, event.edit(), event.by(), event.origin(), event.time());
        return labels.equals(known) ? history : history.with(history.job().labelled(labels, at));
    }

    /** Whether an end that names neither a round nor a run is the one that the job ended with before. */
    private static boolean isKnownEnd(JobHistory history, JobEvent event) {
        return event.round() == 0
                && history.job()
                        .ending()
                        .filter(ending -> ending.event().equals(event.id()))
                        .isPresent();
    }

    /** An end without a result, of the current run or of a job whose run, if one is going, may yet complete it. */
    private static JobHistory ended(
            JobHistory history,
            Optional<String> run,
            JobState how,
            AttemptState attemptEnds,
            Ending ending,
            LogPosition at) {
        JobHistory after = run.isEmpty()
                ? history
                : history.with(history.current().orElseThrow().ended(attemptEnds, ending.at(), at));
        return after.with(history.job().ended(how, ending, Optional.empty(), at));
    }
}

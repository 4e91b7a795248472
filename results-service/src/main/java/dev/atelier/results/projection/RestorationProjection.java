package dev.atelier.results.projection;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.lifecycle.Change;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Waiting;
import dev.atelier.results.projection.ResultFiles.Deletion;
import dev.atelier.results.projection.ResultFiles.Restoration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an event changes of the files of a completed job, which may be trained again to restore them. The job stays
 * completed, with its metrics and epochs, whatever the outcome; only where it results in the same weights are the files
 * there again.
 */
final class RestorationProjection {
    private RestorationProjection() {}

    /** @param change what the event changes of the job, which has a result */
    static JobHistory apply(JobHistory history, JobEvent event, Change change, LogPosition at) {
        return switch (event) {
            case JobQueued queued -> queued(history, queued, at);
            case JobStarted started -> started(history, started, at);
            case EpochCompleted epoch -> completedEpoch(history, epoch, at);
            case JobReleased released -> released(history, released, change, at);
            case JobTaken ignored -> history;
            case JobPaused paused -> paused(history, paused, at);
            case JobCompleted completed -> completed(history, completed, change, at);
            case JobFailed failed ->
                ended(
                        history,
                        Optional.ofNullable(failed.run()),
                        AttemptState.FAILED,
                        restoration(history).ended(JobState.FAILED, failed.reason(), StoredTime.of(failed.time())),
                        at);
            case JobCancelled cancelled ->
                ended(
                        history,
                        Optional.ofNullable(cancelled.run()),
                        AttemptState.CANCELLED,
                        restoration(history)
                                .ended(JobState.CANCELLED, cancelled.reason(), StoredTime.of(cancelled.time())),
                        at);
            case ArtifactsDeleted deleted ->
                history.with(history.job()
                        .deleted(new Deletion(deleted.reason(), deleted.bytes(), StoredTime.of(deleted.time())), at));
            case ArtifactsPinned ignored -> history;
            case JobEdited ignored -> history;
        };
    }

    private static JobHistory queued(JobHistory history, JobQueued event, LogPosition at) {
        Restoration next =
                new Restoration(event.submission(), JobState.QUEUED, 0, Optional.empty(), StoredTime.of(event.time()));
        return history.with(history.job().restoring(Queueing.of(event), next, at));
    }

    private static JobHistory started(JobHistory history, JobStarted event, LogPosition at) {
        AttemptRow attempt = AttemptRow.next(history.attempts(), event, at);
        Restoration running = restoration(history).in(JobState.RUNNING, attempt.startedAt());
        return history.withAttempt(history.job().restoring(running, Optional.empty(), at), attempt, at);
    }

    /** The epoch itself was measured before. */
    private static JobHistory completedEpoch(JobHistory history, EpochCompleted event, LogPosition at) {
        Restoration trained = restoration(history).trained(event.epoch());
        return history.with(history.job().restoring(trained, Optional.empty(), at));
    }

    private static JobHistory released(JobHistory history, JobReleased event, Change change, LogPosition at) {
        Restoration restoration = restoration(history);
        Waiting waiting = new Waiting(event.trainer(), event.kind(), event.reason(), StoredTime.of(event.time()));
        if (change == Change.RELEASED) {
            Restoration queued = restoration.in(JobState.QUEUED, waiting.since());
            return history.with(history.current().orElseThrow().ended(AttemptState.RELEASED, waiting.since(), at))
                    .with(history.job().restoring(queued, Optional.of(waiting), at));
        }
        boolean explains = history.attempt(event.run()).isEmpty()
                && !waiting.since().isBefore(restoration.at())
                && waiting.isNewsAfter(history.job().waiting());
        return explains ? history.with(history.job().restoring(restoration, Optional.of(waiting), at)) : history;
    }

    /** A restoration that others have ended meanwhile stays so: only its run ends. */
    private static JobHistory paused(JobHistory history, JobPaused event, LogPosition at) {
        Waiting waiting = Waiting.of(event, history.job().waiting());
        JobHistory ended = event.run() == null
                ? history
                : history.with(history.current().orElseThrow().ended(AttemptState.of(event), waiting.since(), at));
        Restoration restoration = restoration(history);
        return restoration.isOpen() && restoration.state() != JobState.PAUSED
                ? ended.with(history.job()
                        .restoring(restoration.in(JobState.PAUSED, waiting.since()), Optional.of(waiting), at))
                : ended;
    }

    private static JobHistory completed(JobHistory history, JobCompleted event, Change change, LogPosition at) {
        Instant time = StoredTime.of(event.time());
        JobHistory ended = history.with(history.current().orElseThrow().ended(AttemptState.COMPLETED, time, at));
        JobRow job = history.job();
        Model model = event.model();
        if (change == Change.MISMATCHED) {
            String expected = job.result().orElseThrow().model().sha256();
            String reason = "The weights have the SHA-256 " + model.sha256() + "; expected " + expected;
            return ended.with(
                    job.restoring(restoration(history).ended(JobState.FAILED, reason, time), Optional.empty(), at));
        }
        return ended.with(
                job.restored(model, event.artifacts(), restoration(history).in(JobState.COMPLETED, time), at));
    }

    private static JobHistory ended(
            JobHistory history, Optional<String> run, AttemptState attemptEnds, Restoration end, LogPosition at) {
        JobHistory after = run.isEmpty()
                ? history
                : history.with(history.current().orElseThrow().ended(attemptEnds, end.at(), at));
        return after.with(history.job().restoring(end, Optional.empty(), at));
    }

    private static Restoration restoration(JobHistory history) {
        return history.job().files().restoration().orElseThrow();
    }
}

package dev.atelier.results.projection;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.lifecycle.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param request the fully resolved job
 * @param queueing the latest queueing; empty where only the start of the job is known
 * @param startedAt first start since the latest queueing
 * @param waiting why a trainer gave the job back, while it waits for that
 * @param ending how the job last ended; it holds only while the state is an ended one
 * @param result what the run that completed the job achieved; empty unless the state is COMPLETED
 * @param deletion when and why the files of the result were deleted
 * @param restoration how the latest attempt to restore the files fares or fared; the state and all else is what it was
 * @param pin since when and why they are kept whatever their age; it outlives results
 * @param changed the event that last changed this row
 */
public record JobRow(
        String id,
        Job request,
        String datasetDigest,
        Optional<Queueing> queueing,
        JobState state,
        Optional<Instant> startedAt,
        Optional<Waiting> waiting,
        Optional<Ending> ending,
        Optional<Result> result,
        Optional<Deletion> deletion,
        Optional<Restoration> restoration,
        Optional<Pin> pin,
        LogPosition changed) {

    /** How often the job has been queued; 0 where nothing is known of it. */
    int round() {
        return queueing.map(Queueing::round).orElse(0);
    }

    JobRow queued(Queueing next, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                Optional.of(next),
                JobState.QUEUED,
                Optional.empty(),
                Optional.empty(),
                ending,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                pin,
                at);
    }

    JobRow started(Instant time, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                JobState.RUNNING,
                startedAt.or(() -> Optional.of(time)),
                Optional.empty(),
                ending,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                pin,
                at);
    }

    JobRow running(LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                JobState.RUNNING,
                startedAt,
                Optional.empty(),
                ending,
                result,
                deletion,
                Optional.empty(),
                pin,
                at);
    }

    /** Given back to its queue. */
    JobRow released(Waiting why, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                JobState.QUEUED,
                startedAt,
                Optional.of(why),
                ending,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                pin,
                at);
    }

    JobRow ended(JobState how, Ending with, Optional<Result> having, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                how,
                startedAt,
                Optional.empty(),
                Optional.of(with),
                having,
                Optional.empty(),
                Optional.empty(),
                pin,
                at);
    }

    /** With the files of its result deleted. */
    JobRow deleted(Deletion files, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                state,
                startedAt,
                waiting,
                ending,
                result,
                Optional.of(files),
                Optional.empty(),
                pin,
                at);
    }

    /** Whether it has completed, and waits or runs again to restore the files of its result. */
    boolean isRestoring() {
        return restoration.filter(Restoration::isOpen).isPresent();
    }

    /** Queued again to restore its files. */
    JobRow restoring(int round, Restoration next, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing.map(first -> first.inRound(round)),
                state,
                startedAt,
                Optional.empty(),
                ending,
                result,
                deletion,
                Optional.of(next),
                pin,
                at);
    }

    /** With the restoration of its files at another point, or at its end without them. */
    JobRow restoring(Restoration next, Optional<Waiting> why, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                state,
                startedAt,
                why,
                ending,
                result,
                deletion,
                Optional.of(next),
                pin,
                at);
    }

    /** With its files there again; what was measured stays as it was. */
    JobRow restored(Model model, List<Artifact> files, Restoration completed, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                state,
                startedAt,
                Optional.empty(),
                ending,
                result.map(measured -> measured.with(model, files)),
                Optional.empty(),
                Optional.of(completed),
                pin,
                at);
    }

    /** With its files kept whatever their age, or no longer. */
    JobRow pinned(Optional<Pin> with, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                state,
                startedAt,
                waiting,
                ending,
                result,
                deletion,
                restoration,
                with,
                at);
    }

    /**
     * A job was put into its topic.
     *
     * @param round how often it has been, with this, from 1
     */
    public record Queueing(String submission, int round, String datasetKey, Instant at) {
        Queueing inRound(int next) {
            return new Queueing(submission, next, datasetKey, at);
        }
    }

    /**
     * A job waits again because a trainer gave it back.
     *
     * @param trainer the trainer and its machine
     * @param kind one word for what kept the trainer from going on
     * @param reason a sentence
     * @param since when it was first given back for this reason
     */
    public record Waiting(String trainer, String kind, String reason, Instant since) {
        /** Whether it gives another reason than the one that is known, and later. */
        boolean isNewsAfter(Optional<Waiting> known) {
            return known.filter(other -> isFor(other) || !since.isAfter(other.since))
                    .isEmpty();
        }

        private boolean isFor(Waiting other) {
            return kind.equals(other.kind) && reason.equals(other.reason);
        }
    }

    /**
     * The files of a result were deleted to make room.
     *
     * @param reason a sentence
     */
    public record Deletion(String reason, long bytes, Instant at) {}

    /**
     * A completed job is trained again to restore the files of its result.
     *
     * @param submission the submission that requested it
     * @param state how the training stands, or ended
     * @param epoch the latest epoch that was trained again; 0 before the first
     * @param reason why it ended without the files, as a sentence
     * @param at when it came to this state
     */
    public record Restoration(String submission, JobState state, int epoch, Optional<String> reason, Instant at) {
        boolean isOpen() {
            return !state.hasEnded();
        }

        Restoration trained(int latest) {
            return new Restoration(submission, JobState.RUNNING, latest, reason, at);
        }

        Restoration in(JobState next, Instant time) {
            return new Restoration(submission, next, next == JobState.COMPLETED ? epoch : 0, Optional.empty(), time);
        }

        Restoration ended(JobState how, String why, Instant time) {
            return new Restoration(submission, how, epoch, Optional.of(why), time);
        }
    }

    /**
     * The files of a result are kept whatever their age.
     *
     * @param reason may be empty
     */
    public record Pin(String reason, Instant since) {}

    /**
     * A job came to its end.
     *
     * @param event id of the event
     * @param kind one word for what went wrong
     * @param reason a sentence; empty where the job completed
     */
    public record Ending(String event, Optional<String> kind, Optional<String> reason, Instant at) {}

    /**
     * What a completed job achieved.
     *
     * @param attempt the attempt that completed it
     * @param seconds training time of all its epochs
     */
    public record Result(
            int attempt,
            int epochs,
            int bestEpoch,
            int testedEpoch,
            TestResult test,
            Model model,
            List<Artifact> artifacts,
            double seconds) {
        public Result {
            artifacts = List.copyOf(artifacts);
        }

        Result with(Model written, List<Artifact> files) {
            return new Result(attempt, epochs, bestEpoch, testedEpoch, test, written, files, seconds);
        }
    }
}

package dev.atelier.results.projection;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.job.Job;
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
 * @param result what the current run achieved
 * @param deletion when and why the files of the result were deleted
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
                at);
    }

    /**
     * A job was put into its topic.
     *
     * @param round how often it has been, with this, from 1
     */
    public record Queueing(String submission, int round, String datasetKey, Instant at) {}

    /**
     * A job waits again because a trainer gave it back.
     *
     * @param trainer the trainer and its machine
     * @param kind one word for what kept the trainer from going on
     * @param reason a sentence
     * @param since when it was first given back for this reason
     */
    public record Waiting(String trainer, String kind, String reason, Instant since) {
        boolean isFor(Waiting other) {
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
     * A job came to its end.
     *
     * @param event id of the event that says so
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
    }
}

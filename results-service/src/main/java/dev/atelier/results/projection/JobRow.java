package dev.atelier.results.projection;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.projection.ResultFiles.Restoration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param request the fully resolved job
 * @param queueing the latest queueing; empty where only the start of the job is known
 * @param startedAt first start since the latest queueing
 * @param waiting why a trainer gave the job back, while it waits for that; of a PAUSED one, why it was paused; of one that
 *     waits again because a more urgent job took its trainer, that
 * @param ending how the job last ended; it holds only while the state is an ended one
 * @param result what the run that completed the job achieved; empty unless the state is COMPLETED
 * @param files the state of the files of the result
 * @param labels what people have edited; empty where they have edited nothing
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
        ResultFiles files,
        Optional<Labels> labels,
        LogPosition changed) {

    /** The name that is shown: the edited one, or else the one that was submitted. */
    public String name() {
        return labels.flatMap(Labels::name).orElseGet(() -> Labels.shortened(request.name()));
    }

    /** How often the job has been queued; 0 where nothing is known of it. */
    int round() {
        return queueing.map(Queueing::round).orElse(0);
    }

    /** A job that has been requested, of which no event has been applied yet. */
    static JobRow of(String id, Job request, String datasetDigest, LogPosition at) {
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
                ResultFiles.none(),
                Optional.empty(),
                at);
    }

    /**
     * Queued again by a request for the same result; the first one has given the job its name and tags. As long as the job
     * has not ended, the requests of its earlier rounds count as well.
     */
    JobRow queued(Job again, Queueing next, LogPosition at) {
        Job labelled = again.withLabelsOf(request).withPriority(again.priority());
        Queueing latest =
                queueing.filter(known -> !state.hasEnded()).map(next::since).orElse(next);
        Queueing waiting =
                preemption().map(why -> latest.waitingFrom(why.since())).orElse(latest);
        return withRequest(labelled, Optional.of(waiting))
                .withoutResult(JobState.QUEUED, Optional.empty(), preemption(), at);
    }

    private Optional<Waiting> preemption() {
        return waiting.filter(Waiting::isPreemption);
    }

    JobRow started(Instant time, LogPosition at) {
        return withoutResult(JobState.RUNNING, startedAt.or(() -> Optional.of(time)), Optional.empty(), at);
    }

    /** Paused, until it is queued in another round. */
    JobRow paused(Waiting why, LogPosition at) {
        return withoutResult(JobState.PAUSED, startedAt, Optional.of(why), at);
    }

    /** Given back to its queue. */
    JobRow released(Waiting why, LogPosition at) {
        return withoutResult(JobState.QUEUED, startedAt, Optional.of(why), at);
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
                files.beforeResult(),
                labels,
                at);
    }

    /** With the files of its result deleted. */
    JobRow deleted(ResultFiles.Deletion deletion, LogPosition at) {
        return withFiles(files.deleted(deletion), waiting, at);
    }

    /** Queued again to restore its files. */
    JobRow restoring(Queueing next, Restoration restoration, LogPosition at) {
        boolean isOpen = files.restoration().filter(Restoration::isOpen).isPresent();
        Queueing latest = queueing.map(first -> first.restoredBy(isOpen ? next.since(first) : next))
                .orElse(next);
        return withRequest(request, Optional.of(latest)).restoring(restoration, preemption(), at);
    }

    /** With the restoration of its files at another point, or at its end without them. */
    JobRow restoring(Restoration next, Optional<Waiting> why, LogPosition at) {
        return withFiles(files.restoring(next), why, at);
    }

    /** With its files restored; what was measured stays as it was. */
    JobRow restored(Model model, List<Artifact> written, Restoration completed, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                state,
                startedAt,
                Optional.empty(),
                ending,
                result.map(measured -> measured.with(model, written)),
                files.restored(completed),
                labels,
                at);
    }

    /** With its files kept whatever their age, or no longer. */
    JobRow pinned(ResultFiles.Pin by, LogPosition at) {
        return withFiles(files.pinned(by), waiting, at);
    }

    /** With other labels. */
    JobRow labelled(Optional<Labels> edited, LogPosition at) {
        return new JobRow(
                id, request, datasetDigest, queueing, state, startedAt, waiting, ending, result, files, edited, at);
    }

    private JobRow withoutResult(JobState next, Optional<Instant> started, Optional<Waiting> why, LogPosition at) {
        return new JobRow(
                id,
                request,
                datasetDigest,
                queueing,
                next,
                started,
                why,
                ending,
                Optional.empty(),
                files.beforeResult(),
                labels,
                at);
    }

    private JobRow withFiles(ResultFiles other, Optional<Waiting> why, LogPosition at) {
        return new JobRow(
                id, request, datasetDigest, queueing, state, startedAt, why, ending, result, other, labels, at);
    }

    private JobRow withRequest(Job current, Optional<Queueing> latest) {
        return new JobRow(
                id, current, datasetDigest, latest, state, startedAt, waiting, ending, result, files, labels, changed);
    }

    /**
     * A job waits for its turn.
     *
     * @param round how often it has, with this, from 1
     * @param at since when; the time in which more urgent jobs went first counts, but not that with a trainer
     * @param continues the completed job that it extends
     * @param priority how urgent it is by this queueing alone; others may have requested it with a higher priority
     * @param owner whose trainer time it takes, shortened like a name
     * @param requestedRound the first round since it last ended, with which the requests begin that count
     */
    public record Queueing(
            String submission,
            int round,
            String datasetKey,
            Instant at,
            Optional<Continuation> continues,
            Priority priority,
            Optional<String> owner,
            int requestedRound) {
        static Queueing of(JobQueued event) {
            return new Queueing(
                    event.submission(),
                    event.round(),
                    event.datasetKey(),
                    StoredTime.of(event.waitsSince()),
                    Optional.ofNullable(event.continues()),
                    Priority.orNormal(event.request().priority()),
                    Optional.ofNullable(event.owner())
                            .or(() -> event.request().owner())
                            .map(Labels::shortened),
                    event.round());
        }

        /** The same, where the requests count that counted before, too. */
        private Queueing since(Queueing before) {
            return new Queueing(submission, round, datasetKey, at, continues, priority, owner, before.requestedRound);
        }

        /** The same, waiting since a time. */
        private Queueing waitingFrom(Instant time) {
            return new Queueing(submission, round, datasetKey, time, continues, priority, owner, requestedRound);
        }

        /** The same with the round of a restoration. */
        private Queueing restoredBy(Queueing restoration) {
            return new Queueing(
                    submission,
                    restoration.round,
                    datasetKey,
                    at,
                    continues,
                    priority,
                    owner,
                    restoration.requestedRound);
        }
    }

    /**
     * A job waits again because a trainer gave it back, or it was paused.
     *
     * @param trainer the trainer that gave it back and its machine; empty where it was paused
     * @param kind one word for what kept the trainer from going on, or for why it was paused
     * @param reason a sentence, or the reason of the request to pause, which may be empty
     * @param since when it was first given back for this reason, or was paused
     */
    public record Waiting(String trainer, String kind, String reason, Instant since) {
        /** A more urgent job goes first in the queue, and the job had no trainer to lose. */
        public static final String OVERTAKEN = "overtaken";

        static Waiting of(JobPaused event) {
            boolean isOvertaken = event.run() == null && event.kind().equals(JobPaused.PREEMPTED);
            return new Waiting("", isOvertaken ? OVERTAKEN : event.kind(), event.reason(), StoredTime.of(event.time()));
        }

        /** Why a job waits that waited for a reason: one that lost its trainer still waits for that. */
        static Waiting of(JobPaused event, Optional<Waiting> known) {
            Waiting next = of(event);
            return known.filter(Waiting::isPreemption)
                    .filter(before -> next.kind.equals(OVERTAKEN))
                    .orElse(next);
        }

        /** Whether a more urgent job took the trainer. */
        boolean isPreemption() {
            return kind.equals(JobPaused.PREEMPTED);
        }

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
     * A job ended.
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

package dev.atelier.dataset.ledger;

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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the events say of one job, in little memory once it has ended. The fold is idempotent: an event that is read twice
 * changes nothing the second time. Events of any run but the latest started are ignored, as is a start after the job's end.
 * A result, once there, is not taken back by a failure: a job that is trained again to restore its files is completed
 * afterwards, whatever became of that.
 *
 * @param state of the latest round
 * @param round how often it has been queued with what is known here; 0 where the events do not say
 * @param run the latest run that was started, as 64 bits that follow from its id; {@link #NO_RUN} before any was
 * @param queueing how it was queued last; kept only while it has not ended
 * @param completion how it completed, while it has a result
 */
public record LedgerJob(
        String id, JobState state, int round, long run, Optional<Queueing> queueing, Optional<Completion> completion) {
    /** No run was started. */
    public static final long NO_RUN = 0;

    /**
     * How a job was queued.
     *
     * @param place where the event stands in the log
     */
    public record Queueing(JobQueued event, LogPlace place) {}

    /**
     * Where the log says how a job came to its result. Flat, because there is one for each job that has completed.
     *
     * @param filesDeleted whether the files of the result were deleted since
     */
    public record Completion(
            int queuedPartition,
            long queuedOffset,
            int completedPartition,
            long completedOffset,
            boolean filesDeleted) {
        private static Completion of(LogPlace queued, LogPlace completed) {
            return new Completion(
                    queued.partition(), queued.offset(), completed.partition(), completed.offset(), false);
        }

        LogPlace queued() {
            return new LogPlace(queuedPartition, queuedOffset);
        }

        LogPlace completed() {
            return new LogPlace(completedPartition, completedOffset);
        }

        private Completion withoutFiles() {
            return new Completion(queuedPartition, queuedOffset, completedPartition, completedOffset, true);
        }
    }

    /** The job before anything is known of it but its id. */
    private static LedgerJob unknown(String id) {
        return new LedgerJob(id, JobState.QUEUED, 0, NO_RUN, Optional.empty(), Optional.empty());
    }

    /** The job after an event, given what it was before and where the event stands in the log. */
    static LedgerJob after(Optional<LedgerJob> before, JobEvent event, LogPlace place) {
        return before.orElseGet(() -> unknown(event.job())).after(event, place);
    }

    /** How it was queued last; nothing once it has ended. */
    public Optional<JobQueued> queued() {
        return queueing.map(Queueing::event);
    }

    /** Whether it has completed and waits or runs again, to restore its files. */
    public boolean isRestoring() {
        return completion.isPresent() && !state.hasEnded();
    }

    private LedgerJob after(JobEvent event, LogPlace place) {
        return switch (event) {
            case JobQueued again when again.round() <= round -> this;
            case JobQueued again ->
                new LedgerJob(
                        id,
                        JobState.QUEUED,
                        again.round(),
                        run,
                        Optional.of(new Queueing(again, place)),
                        again.restores() == null ? Optional.empty() : completion);
            case JobStarted started when isRun(started.run()) || state.hasEnded() -> this;
            case JobStarted started ->
                new LedgerJob(id, JobState.RUNNING, round, bits(started.run()), queueing, completion);
            case EpochCompleted ignored -> this;
            case JobReleased released ->
                state == JobState.RUNNING && isRun(released.run())
                        ? new LedgerJob(id, JobState.QUEUED, round, run, queueing, completion)
                        : this;
            case JobCompleted completed -> isRun(completed.run()) ? completed(completed, place) : this;
            case ArtifactsPinned ignored -> this;
            case JobFailed failed -> concerns(failed.run()) ? ended(JobState.FAILED) : this;
            case JobCancelled cancelled -> concerns(cancelled.run()) ? ended(JobState.CANCELLED) : this;
            case ArtifactsDeleted ignored ->
                new LedgerJob(id, state, round, run, queueing, completion.map(Completion::withoutFiles));
        };
    }

    private boolean isRun(String other) {
        return run == bits(other);
    }

    /** Never {@link #NO_RUN}. */
    private static long bits(String runId) {
        return UUID.nameUUIDFromBytes(runId.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }

    /** Whether an end without a result, of a run or of a job that was not started, is this job's end. */
    private boolean concerns(@Nullable String ofRun) {
        return state != JobState.COMPLETED && (ofRun == null || isRun(ofRun));
    }

    private LedgerJob completed(JobCompleted event, LogPlace place) {
        boolean isOther = queued().map(JobQueued::restores)
                .filter(expected -> !expected.equals(event.model().sha256()))
                .isPresent();
        Optional<Completion> latest = state == JobState.COMPLETED || isOther
                ? completion
                : queueing.map(queued -> Completion.of(queued.place(), place));
        return new LedgerJob(id, JobState.COMPLETED, round, run, Optional.empty(), latest);
    }

    private LedgerJob ended(JobState without) {
        JobState end = completion.isPresent() ? JobState.COMPLETED : without;
        return new LedgerJob(id, end, round, run, Optional.empty(), completion);
    }
}

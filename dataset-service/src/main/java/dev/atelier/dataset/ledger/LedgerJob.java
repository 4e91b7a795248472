package dev.atelier.dataset.ledger;

import dev.atelier.contracts.event.ArtifactsDeleted;
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
 * What the events say of one job, in little memory once it has ended. The fold is idempotent: an event that
 * is read twice changes nothing the second time.
 * Events of any run but the latest started are ignored, and a result, once there, is not taken back by a failure.
 *
 * @param round how often it has been queued with what is known here; 0 where the events do not say
 * @param run the latest run that was started, as 64 bits that follow from its id; {@link #NO_RUN} before any was
 * @param queued how it was queued last; kept only while it has not ended
 */
public record LedgerJob(String id, JobState state, int round, long run, Optional<JobQueued> queued) {
    /** No run was started. */
    public static final long NO_RUN = 0;

    /** The job before anything is known of it but its id. */
    private static LedgerJob unknown(String id) {
        return new LedgerJob(id, JobState.QUEUED, 0, NO_RUN, Optional.empty());
    }

    /** The job after an event, given what it was before. */
    static LedgerJob after(Optional<LedgerJob> before, JobEvent event) {
        return before.orElseGet(() -> unknown(event.job())).after(event);
    }

    private LedgerJob after(JobEvent event) {
        return switch (event) {
            case JobQueued again when again.round() <= round -> this;
            case JobQueued again -> new LedgerJob(id, JobState.QUEUED, again.round(), run, Optional.of(again));
            case JobStarted started when isRun(started.run()) -> this;
            case JobStarted started -> new LedgerJob(id, JobState.RUNNING, round, bits(started.run()), queued);
            case EpochCompleted ignored -> this;
            case JobReleased released ->
                state == JobState.RUNNING && isRun(released.run())
                        ? new LedgerJob(id, JobState.QUEUED, round, run, queued)
                        : this;
            case JobCompleted completed -> isRun(completed.run()) ? ended(JobState.COMPLETED) : this;
            case ArtifactsDeleted ignored -> this;
            case JobFailed failed -> concerns(failed.run()) ? ended(JobState.FAILED) : this;
            case JobCancelled cancelled -> concerns(cancelled.run()) ? ended(JobState.CANCELLED) : this;
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

    private LedgerJob ended(JobState end) {
        return new LedgerJob(id, end, round, run, Optional.empty());
    }
}

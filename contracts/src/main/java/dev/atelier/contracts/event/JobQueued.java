package dev.atelier.contracts.event;

import dev.atelier.contracts.job.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job was put into its family's topic.
 *
 * @param submission the submission that requested it
 * @param round how often the job has been queued with this, from 1: a job that ended without a result, was lost from
 *     its topic or has lost the files of its result is queued again
 * @param datasetKey key of the dataset's manifest
 * @param request the fully resolved job
 * @param budget epochs of the job after which the round pauses; null where it continues to the end of the job
 * @param restores SHA-256 of the weights that a completed job ended with, where it is trained again because its files
 *     were deleted; its result stands, whatever becomes of this round
 */
public record JobQueued(
        String job,
        String submission,
        int round,
        String datasetKey,
        String datasetDigest,
        Job request,
        @Nullable Integer budget,
        @Nullable String restores,
        Instant time)
        implements JobEvent {
    /** A round that continues to the end of the job. */
    public JobQueued(
            String job,
            String submission,
            int round,
            String datasetKey,
            String datasetDigest,
            Job request,
            @Nullable String restores,
            Instant time) {
        this(job, submission, round, datasetKey, datasetDigest, request, null, restores, time);
    }

    /** The same job in its next round. */
    public JobQueued again(Instant now) {
        return new JobQueued(job, submission, round + 1, datasetKey, datasetDigest, request, budget, restores, now);
    }

    /** The same round, continuing to the end of the job. */
    public JobQueued withoutBudget() {
        return new JobQueued(job, submission, round, datasetKey, datasetDigest, request, null, restores, time);
    }

    @Override
    public String id() {
        return job + "/queued/" + round;
    }
}

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
        @Nullable String restores,
        Instant time)
        implements JobEvent {
    @Override
    public String id() {
        return job + "/queued/" + round;
    }
}

package dev.atelier.contracts.event;

import dev.atelier.contracts.job.Job;
import java.time.Instant;

/**
 * A job was put into its family's topic.
 *
 * @param submission the submission that asked for it
 * @param round how often the job has been queued with this, from 1: a job that ended without a result or was lost from
 *     its topic is queued again
 * @param datasetKey key of the dataset's manifest
 * @param request the fully resolved job
 */
public record JobQueued(
        String job, String submission, int round, String datasetKey, String datasetDigest, Job request, Instant time)
        implements JobEvent {
    @Override
    public String id() {
        return job + "/queued/" + round;
    }
}

package dev.atelier.contracts.job;

import java.time.Instant;

/**
 * A job as it waits in its family's topic, keyed by its id.
 *
 * @param job the job's id
 * @param datasetKey {@code name@version}: the key of the dataset's manifest
 * @param datasetDigest digest that the manifest must have
 * @param request the fully resolved job
 */
public record QueuedJob(
        String job, String submission, String datasetKey, String datasetDigest, Job request, Instant queuedAt) {}

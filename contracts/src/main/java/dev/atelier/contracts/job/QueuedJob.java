package dev.atelier.contracts.job;

import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it waits in its family's topic, keyed by its id.
 *
 * @param job the job's id
 * @param round how often the job has been queued with this; 0 where it was queued before records named their round
 * @param datasetKey {@code name@version}: the key of the dataset's manifest
 * @param datasetDigest digest that the manifest must have
 * @param request the fully resolved job
 * @param restores SHA-256 that its weights must have, where it has completed before and its files were deleted
 */
public record QueuedJob(
        String job,
        String submission,
        @ZeroIfAbsent int round,
        String datasetKey,
        String datasetDigest,
        Job request,
        @Nullable String restores,
        Instant queuedAt) {}

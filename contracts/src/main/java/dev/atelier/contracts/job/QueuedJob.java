package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as it waits in its family's topic, keyed by its id.
 *
 * @param job the job's id
 * @param round how often the job has been queued with this; 0 where it was queued before records named their round
 * @param datasetKey {@code name@version}: the key of the dataset's manifest
 * @param datasetDigest digest that the manifest must have
 * @param request the fully resolved job
 * @param budget epochs of the job after which the round pauses, before the job is tested even where it has no more; null
 *     where it continues to the end of the job
 * @param restores SHA-256 that its weights must have, where it has completed before and its files were deleted
 * @param ancestors the job that it is forked from, then the one which that is forked from, and so on; empty for no fork
 * @param continues the completed job that it extends; null for none
 */
public record QueuedJob(
        String job,
        String submission,
        @ZeroIfAbsent int round,
        String datasetKey,
        String datasetDigest,
        Job request,
        @Nullable Integer budget,
        @Nullable String restores,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Ancestor> ancestors,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Continuation continues,
        Instant queuedAt) {
    public QueuedJob {
        ancestors = ancestors == null ? List.of() : List.copyOf(ancestors);
    }

    /** A round that continues to the end of the job. */
    public QueuedJob(
            String job,
            String submission,
            int round,
            String datasetKey,
            String datasetDigest,
            Job request,
            @Nullable String restores,
            Instant queuedAt) {
        this(job, submission, round, datasetKey, datasetDigest, request, null, restores, List.of(), null, queuedAt);
    }

    /** The same, of a job that is no fork and continues none. */
    public QueuedJob(
            String job,
            String submission,
            int round,
            String datasetKey,
            String datasetDigest,
            Job request,
            @Nullable Integer budget,
            @Nullable String restores,
            Instant queuedAt) {
        this(job, submission, round, datasetKey, datasetDigest, request, budget, restores, List.of(), null, queuedAt);
    }

    /** Whether the round pauses after an epoch, given how many the job has. */
    public boolean pausesAfter(int epoch) {
        return budget != null && epoch >= budget;
    }
}

package dev.atelier.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job waits for its turn. Its record in the topic of its family follows when its turn is near.
 *
 * @param submission the submission that requested it
 * @param round how often the job has been queued with this, from 1: a job that ended without a result, was lost from
 *     its topic or has lost the files of its result is queued again
 * @param datasetKey key of the dataset's manifest
 * @param request the fully resolved job
 * @param budget epochs of the job after which the round pauses, before the job is tested even where it has no more; null
 *     where it continues to the end of the job
 * @param restores SHA-256 of the weights that a completed job ended with, where it is trained again because its files
 *     were deleted; its result stands, whatever becomes of this round
 * @param ancestors the job that it is forked from, then the one which that is forked from, and so on; empty for no fork
 * @param continues the completed job that it extends; null for none
 * @param owner whose trainer time it takes; null where nobody is named
 * @param since since when it has waited for its turn; null for the event's own time
 * @param raised its priority in this round, because it has waited long; null where that is what its requesters decide
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Ancestor> ancestors,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Continuation continues,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant since,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Priority raised,
        Instant time)
        implements JobEvent {
    public JobQueued {
        ancestors = ancestors == null ? List.of() : List.copyOf(ancestors);
    }

    /** A job that is no fork and continues none. */
    public JobQueued(
            String job,
            String submission,
            int round,
            String datasetKey,
            String datasetDigest,
            Job request,
            @Nullable Integer budget,
            @Nullable String restores,
            Instant time) {
        this(
                job,
                submission,
                round,
                datasetKey,
                datasetDigest,
                request,
                budget,
                restores,
                List.of(),
                null,
                null,
                null,
                null,
                time);
    }

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
        return with(round + 1, budget, owner, null, null, now);
    }

    /** The same job in its next round, which has waited as long as this one. */
    public JobQueued postponed(Instant now) {
        return with(round + 1, budget, owner, waitsSince(), null, now);
    }

    /** The same, as urgent as another. */
    public JobQueued raised(Priority other, Instant now) {
        return with(round + 1, budget, owner, waitsSince(), other, now);
    }

    /** Since when the job has waited for its turn. */
    public Instant waitsSince() {
        return since == null ? time : since;
    }

    private JobQueued with(
            int newRound,
            @Nullable Integer limit,
            @Nullable String ofOwner,
            @Nullable Instant waiting,
            @Nullable Priority urgency,
            Instant at) {
        return new JobQueued(
                job,
                submission,
                newRound,
                datasetKey,
                datasetDigest,
                request,
                limit,
                restores,
                ancestors,
                continues,
                ofOwner,
                waiting,
                urgency,
                at);
    }

    /**
     * The same round, pausing after a number of epochs of the job; continuing to the job's end where it has fewer.
     *
     * @param epochs {@link Integer#MAX_VALUE} for no budget
     */
    public JobQueued withBudget(int epochs) {
        @Nullable Integer limit = epochs > request.training().epochs() ? null : (Integer) epochs;
        return with(round, limit, owner, since, raised, time);
    }

    @Override
    public String id() {
        return job + "/queued/" + round;
    }
}

package dev.atelier.contracts.event;

import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker began, or went on with, a job.
 *
 * @param resumedFrom the checkpoint that the run continues from; null for a start from nothing. Its epochs are published again
 *     after this event, unchanged.
 * @param request the fully resolved job
 */
public record JobStarted(
        String job,
        @ZeroIfAbsent int round,
        String run,
        @Nullable Checkpoint resumedFrom,
        Job request,
        Environment environment,
        Instant time)
        implements RunEvent {
    @Override
    public String id() {
        return job + "/" + run + "/started";
    }

    /**
     * A checkpoint.
     *
     * @param run the run that wrote it
     * @param epoch the last epoch in it
     */
    public record Checkpoint(String run, int epoch) {}
}

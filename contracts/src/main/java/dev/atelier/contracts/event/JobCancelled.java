package dev.atelier.contracts.event;

import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A round of a job was cancelled on request.
 *
 * @param run the run that was stopped; null where the job still waited
 */
public record JobCancelled(
        String job, @ZeroIfAbsent int round, @Nullable String run, String reason, Instant time) implements JobEvent {
    @Override
    public String id() {
        return job + "/" + (run == null ? "" : run + "/") + "cancelled/" + time.toEpochMilli();
    }
}

package dev.atelier.contracts.event;

import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job ended without a result, for good.
 *
 * @param run the run that failed; null where the job could not be started at all
 * @param kind one word for meters: {@code diverged}, {@code invalid}, {@code dataset}, {@code repeated}, …
 * @param reason a sentence
 */
public record JobFailed(
        String job, @ZeroIfAbsent int round, @Nullable String run, String kind, String reason, Instant time)
        implements JobEvent {
    @Override
    public String id() {
        if (run != null) {
            return job + "/" + run + "/failed";
        }
        return job + (round == 0 ? "/failed" : "/round/" + round + "/failed");
    }
}

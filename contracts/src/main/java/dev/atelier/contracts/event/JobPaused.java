package dev.atelier.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A round of a job ended before the job did, and the next round continues after the last epoch that was completed.
 *
 * @param round from 1
 * @param run the run that ended; null where the job still waited
 * @param epoch the last epoch that the run had completed; 0 where there is none or the job still waited
 * @param kind one word for meters: {@link #REQUESTED}, {@link #BUDGET} or {@link #PREEMPTED}
 * @param reason why, for people; may be empty
 */
public record JobPaused(
        String job, int round, @Nullable String run, int epoch, String kind, String reason, Instant time)
        implements JobEvent {
    /** A request ended it. */
    public static final String REQUESTED = "requested";

    /** The round has completed as many epochs as it was queued for. */
    public static final String BUDGET = "budget";

    /** A more urgent job takes its trainer; the job is queued again. */
    public static final String PREEMPTED = "preempted";

    @Override
    public String id() {
        return job + "/paused/" + round + (run == null ? "" : "/" + run);
    }
}

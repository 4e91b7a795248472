package dev.atelier.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A search observed how good a trial is. What it decides follows from the observations before.
 *
 * @param trial its number, from 0
 * @param seed which of the trial's trainings, from 0
 * @param job that was trained
 * @param epoch the epoch that the search requested
 * @param trained the epoch that the value is of: an earlier one where the training stopped early, or where the weights of
 *     the best epoch are kept; 0 where there is no value
 * @param value the objective; null where the training failed, diverged or was cancelled
 */
public record TrialObserved(
        String study,
        int trial,
        int seed,
        String job,
        int epoch,
        int trained,
        @Nullable Double value,
        Instant time) implements SearchEvent {
    @Override
    public String id() {
        return study + "/trial/" + trial + "/seed/" + seed + "/epoch/" + epoch;
    }
}

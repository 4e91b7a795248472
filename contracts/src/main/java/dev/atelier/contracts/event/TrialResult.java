package dev.atelier.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * How good a trial of a search was at an epoch.
 *
 * @param trial its number, from 0
 * @param value the mean of the objective over the trial's seeds; null if the training with any of them failed or diverged
 */
public record TrialResult(int trial, int epoch, @Nullable Double value) {
    /** Whether the training failed or diverged. A failed trial is worse than every other. */
    @JsonIgnore
    public boolean isFailed() {
        return value == null;
    }
}

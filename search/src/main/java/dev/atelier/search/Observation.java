package dev.atelier.search;

import org.jspecify.annotations.Nullable;

/**
 * The end of a training that a step requested, for one of the trial's seeds.
 *
 * @param seed which of the trial's trainings, from 0
 * @param epoch the epoch that the step named
 * @param value the objective; null where the training failed or diverged. Infinite values and NaN become null
 */
public record Observation(
        int trial, int seed, int epoch, @Nullable Double value) implements SearchEntry {
    public Observation {
        if (value != null && !Double.isFinite(value)) {
            value = null;
        }
    }

    /** Of a trial with one seed. */
    public static Observation of(int trial, int epoch, double value) {
        return new Observation(trial, 0, epoch, value);
    }

    /** Of a trial with one seed, whose training failed or diverged. */
    public static Observation failed(int trial, int epoch) {
        return new Observation(trial, 0, epoch, null);
    }
}

package dev.atelier.trainer.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which run a job's checkpoints belong to, and how its starts have fared so far.
 *
 * @param run the run that may write; any other one has been replaced
 * @param epoch the last epoch that was held when the run started; 0 for none
 * @param fruitlessStarts starts in a row, this one included, since an epoch was last completed
 * @param lastError why the latest start that failed did so; null where none has said
 * @param time when the run started
 */
public record Claim(
        String run,
        int epoch,
        int fruitlessStarts,
        @Nullable String lastError,
        Instant time) {
    /** The claim of the next run of a job queued at {@code queuedAt}, which finds checkpoints up to {@code heldEpoch}. */
    Claim next(String nextRun, int heldEpoch, Instant queuedAt, Instant now) {
        return heldEpoch > epoch || time.isBefore(queuedAt)
                ? new Claim(nextRun, heldEpoch, 1, null, now)
                : new Claim(nextRun, heldEpoch, fruitlessStarts + 1, lastError, now);
    }

    /** The claim of a run that was stopped for reasons that are not the job's. */
    Claim discounted() {
        return new Claim(run, epoch, fruitlessStarts - 1, lastError, time);
    }

    Claim failed(String error) {
        return new Claim(run, epoch, fruitlessStarts, error, time);
    }
}

package dev.atelier.trainer.checkpoint;

import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.schedule.Watch;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * All that the rest of a job depends on, as it stands between two epochs: a run that resumes here ends with the same
 * bits as one that was never interrupted.
 *
 * @param job id of the job
 * @param run the run that wrote this
 * @param epochs all completed epochs
 * @param globalStep steps taken so far, which is the number of the next one
 * @param best the best epoch by the evaluation's metric
 * @param patience the best epoch by the metric of early stopping
 * @param state the model's whole state after the last completed epoch
 * @param bestWeights the weights of the best epoch, where the job tests those
 */
public record Checkpoint(
        String job,
        String run,
        EpochHistory epochs,
        long globalStep,
        Watch best,
        Watch patience,
        SortedMap<String, Tensor> state,
        Optional<SortedMap<String, Tensor>> bestWeights) {
    public Checkpoint {
        if (epochs.size() == 0) {
            throw new IllegalArgumentException("epochs is empty, but a checkpoint is taken after an epoch");
        }
    }

    /** Bytes of its tensors, which are nearly all of it. */
    public long bytes() {
        return Stream.concat(state.values().stream(), bestWeights.stream().flatMap(best -> best.values().stream()))
                .mapToLong(Tensor::bytes)
                .sum();
    }

    /**
     * The same as a checkpoint of a longer job, whose first epochs are those of this one.
     *
     * @param most epochs of the longer job
     */
    public Checkpoint continuedBy(String longer, int most) {
        return new Checkpoint(
                longer, run, epochs.continuedBy(longer, most), globalStep, best, patience, state, bestWeights);
    }

    /** The same as another run of the job writes it. */
    public Checkpoint ofRun(String other) {
        return new Checkpoint(job, other, epochs, globalStep, best, patience, state, bestWeights);
    }

    /** Number of the last completed epoch. */
    public int epoch() {
        return epochs.size();
    }
}

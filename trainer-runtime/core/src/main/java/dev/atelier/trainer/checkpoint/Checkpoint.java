package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.stopping.Watch;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * All that the rest of a job depends on, as it stands between two epochs: a run that goes on from here ends with the same
 * bits as one that was never interrupted.
 *
 * @param job id of the job
 * @param run the run that wrote this
 * @param epochs all completed epochs in order, as they were first published
 * @param globalStep steps taken so far, which is the number of the next one
 * @param best the best epoch by the evaluation's metric
 * @param patience the best epoch by the metric of early stopping
 * @param state the model's whole state after the last completed epoch
 * @param bestWeights the weights of the best epoch, where the job tests those
 */
public record Checkpoint(
        String job,
        String run,
        List<EpochCompleted> epochs,
        long globalStep,
        Watch best,
        Watch patience,
        SortedMap<String, Tensor> state,
        Optional<SortedMap<String, Tensor>> bestWeights) {
    public Checkpoint {
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("epochs is empty, but a checkpoint is taken after an epoch");
        }
        for (int i = 0; i < epochs.size(); i++) {
            if (epochs.get(i).epoch() != i + 1) {
                throw new IllegalArgumentException("epoch " + (i + 1) + " of " + job + " is said to be epoch "
                        + epochs.get(i).epoch() + ", but epochs must be numbered from 1 without a gap");
            }
        }
    }

    /** Bytes of its tensors, which are nearly all of it. */
    public long bytes() {
        return Stream.concat(state.values().stream(), bestWeights.stream().flatMap(best -> best.values().stream()))
                .mapToLong(Tensor::bytes)
                .sum();
    }

    /** Number of the last completed epoch. */
    public int epoch() {
        return epochs.size();
    }
}

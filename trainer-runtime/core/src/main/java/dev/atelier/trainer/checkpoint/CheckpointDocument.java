package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.stopping.Watch;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON half of a checkpoint: everything but the tensors, and which files hold those. A checkpoint exists once this
 * document does, for it is written last.
 *
 * @param format 1; another number means that this version cannot read it
 * @param bestWeights null where the job does not test its best epoch
 */
record CheckpointDocument(
        int format,
        String job,
        String run,
        List<EpochCompleted> epochs,
        long globalStep,
        Watch best,
        Watch patience,
        StoredFile state,
        @Nullable StoredFile bestWeights) {
    static final int FORMAT = 1;

    CheckpointDocument {
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(state, "state");
    }

    static CheckpointDocument of(Checkpoint checkpoint, StoredFile state, Optional<StoredFile> bestWeights) {
        return new CheckpointDocument(
                FORMAT,
                checkpoint.job(),
                checkpoint.run(),
                checkpoint.epochs().all(),
                checkpoint.globalStep(),
                checkpoint.best(),
                checkpoint.patience(),
                state,
                bestWeights.orElse(null));
    }

    Checkpoint with(SortedMap<String, Tensor> stateTensors, Optional<SortedMap<String, Tensor>> bestTensors) {
        return new Checkpoint(job, run, EpochHistory.of(epochs), globalStep, best, patience, stateTensors, bestTensors);
    }

    /** Names of the files that this checkpoint cannot do without. */
    Stream<String> files() {
        return Stream.concat(Stream.of(state), Stream.ofNullable(bestWeights)).map(StoredFile::name);
    }
}

package dev.atelier.trainer.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.schedule.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON half of a checkpoint: everything but the epochs and the tensors, and which files hold those. A checkpoint
 * exists once this document does, for it is written last. Its size does not depend on the number of epochs.
 *
 * @param format 2; 1 is read as well, another number means that this version cannot read it
 * @param epochs in format 1 all completed epochs; null from format 2 on
 * @param epochFile as much of the file of epochs as belongs to this checkpoint; null in format 1
 * @param bestWeights null where the job does not test its best epoch
 */
record CheckpointDocument(
        int format,
        String job,
        String run,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<EpochCompleted> epochs,
        @Nullable StoredFile epochFile,
        long globalStep,
        Watch best,
        Watch patience,
        StoredFile state,
        @Nullable StoredFile bestWeights) {
    static final int FORMAT = 2;
    private static final int WITH_ITS_EPOCHS = 1;

    CheckpointDocument {
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(state, "state");
    }

    static CheckpointDocument of(
            Checkpoint checkpoint, StoredFile epochFile, StoredFile state, Optional<StoredFile> bestWeights) {
        return new CheckpointDocument(
                FORMAT,
                checkpoint.job(),
                checkpoint.run(),
                null,
                epochFile,
                checkpoint.globalStep(),
                checkpoint.best(),
                checkpoint.patience(),
                state,
                bestWeights.orElse(null));
    }

    /** Whether this version can read it. */
    boolean isReadable() {
        return format == FORMAT || format == WITH_ITS_EPOCHS;
    }

    /**
     * The checkpoint with its tensors.
     *
     * @throws IOException if its epochs are not as they were written
     */
    Checkpoint with(
            Path folder, SortedMap<String, Tensor> stateTensors, Optional<SortedMap<String, Tensor>> bestTensors)
            throws IOException {
        return new Checkpoint(job, run, history(folder), globalStep, best, patience, stateTensors, bestTensors);
    }

    /** Names of the files that this checkpoint cannot do without. */
    Stream<String> files() {
        return Stream.of(Optional.of(state), Optional.ofNullable(bestWeights), Optional.ofNullable(epochFile))
                .flatMap(Optional::stream)
                .map(StoredFile::name);
    }

    private EpochHistory history(Path folder) throws IOException {
        if (format == WITH_ITS_EPOCHS && epochs != null) {
            return EpochHistory.of(epochs);
        }
        if (format == FORMAT && epochFile != null) {
            return EpochFile.read(folder, epochFile);
        }
        throw new IOException("it names no epochs");
    }
}

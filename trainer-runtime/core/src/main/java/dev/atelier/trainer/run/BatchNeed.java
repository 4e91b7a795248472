package dev.atelier.trainer.run;

import dev.atelier.contracts.schema.Violation;
import dev.atelier.trainer.algorithm.InputShape;
import java.util.Optional;

/** Whether batches of a job's images have room in the heap: one in training and those that are prepared meanwhile. */
final class BatchNeed {
    private static final int BATCHES = 1 + EpochTrainer.BATCHES_AHEAD;

    private BatchNeed() {}

    /** A violation where they would take more than half of the heap, or one more than an array holds. */
    static Optional<Violation> violation(InputShape shape, int batchSize, long heapBytes) {
        long imageBytes = (long) Float.BYTES * shape.features();
        long most = Math.min(heapBytes / 2 / BATCHES, Integer.MAX_VALUE) / imageBytes;
        return batchSize <= most
                ? Optional.empty()
                : Optional.of(new Violation(
                        "training.batchSize",
                        String.valueOf(batchSize),
                        "at most %d: %d batches, of %d KiB an image, must fit into half of the trainer's heap of %d MiB"
                                .formatted(most, BATCHES, imageBytes >> 10, heapBytes >> 20)));
    }
}

package dev.atelier.trainer.training;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.Violation;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.machine.HeapShare;
import dev.atelier.trainer.machine.Machine;
import java.util.Optional;

/**
 * The memory that a run has or takes, and whether a job fits into it: what its model takes, the batches that are prepared ahead for
 * training and for scoring, and the dataset beside them. A job that does not fit is refused before it trains, with the
 * bytes that it takes and that are there, and with the largest batch that fits where that is what is too large.
 *
 * @param heap bytes of the heap that a job's arrays may take
 * @param offHeap bytes beside the heap
 */
public record JobMemory(long heap, long offHeap) {
    private static final int TRAINING_BATCHES = 1 + EpochTrainer.BATCHES_AHEAD;
    /** What the process takes beside heap and tensors: classes, compiled code, threads, PyTorch's library. */
    private static final long PROCESS_BYTES = 512L << 20;

    /** What this process has, with a dataset in its heap. */
    public static JobMemory beside(long datasetBytes) {
        return of(Machine.heapBytes(), Machine.memoryBytes(), datasetBytes);
    }

    /**
     * What a process has.
     *
     * @param heapBytes the heap's limit
     * @param machineBytes what heap and all beside it may take together
     * @param datasetBytes that lie in the heap
     */
    public static JobMemory of(long heapBytes, long machineBytes, long datasetBytes) {
        return new JobMemory(
                Math.max(0, HeapShare.usable(heapBytes) - datasetBytes),
                Math.max(0, machineBytes - heapBytes - PROCESS_BYTES));
    }

    /**
     * What a job takes.
     *
     * @param batchSize that the job requests
     * @param images that there are to train on: no batch has more
     */
    public static JobMemory needed(MemoryNeed model, int batchSize, int images) {
        int largest = Math.clamp(images, 1, batchSize);
        return new JobMemory(onHeap(model, largest), offHeap(model, largest));
    }

    /**
     * Why a job cannot be trained in this memory.
     *
     * @param batchSize that the job requests
     * @param images that there are to train on: no batch has more
     */
    public Optional<Violation> violation(MemoryNeed model, int batchSize, int images) {
        int largest = Math.clamp(images, 1, batchSize);
        if (model.arrays().weights() > model.arrays().most()) {
            return Optional.of(new Violation(
                    model.field(),
                    model.value(),
                    "weights of at most %d numbers in one array; they are %d"
                            .formatted(model.arrays().most(), model.arrays().weights())));
        }
        if (fits(model, largest)) {
            return Optional.empty();
        }
        int most = largestThatFits(model, largest);
        return Optional.of(
                most > 0
                        ? new Violation(
                                "training.batchSize",
                                String.valueOf(batchSize),
                                "at most %d: %s".formatted(most, shortage(model, largest)))
                        : new Violation(
                                model.field(),
                                model.value(),
                                "a smaller model, of which a batch of one image fits: " + shortage(model, 1)));
    }

    private String shortage(MemoryNeed model, int batch) {
        if (onHeap(model, batch) > heap) {
            return "batches of %s take %d bytes of the trainer's heap, where %d are free for them"
                    .formatted(Counted.of(batch, "image"), onHeap(model, batch), heap);
        }
        if (offHeap(model, batch) > offHeap) {
            return "batches of %s take %d bytes of memory beside the trainer's heap, where %d are free for them"
                    .formatted(Counted.of(batch, "image"), offHeap(model, batch), offHeap);
        }
        return "batches of %s make an array of %d numbers, and one has at most %d"
                .formatted(
                        Counted.of(batch, "image"),
                        MemoryNeed.times(batch, rowOf(model)),
                        model.arrays().most());
    }

    private boolean fits(MemoryNeed model, int batch) {
        return onHeap(model, batch) <= heap
                && offHeap(model, batch) <= offHeap
                && MemoryNeed.times(batch, rowOf(model)) <= model.arrays().most();
    }

    /** The model's arrays and the batches that wait. */
    private static long onHeap(MemoryNeed model, int batch) {
        int scored = Scorer.batchSize(model.imageValues());
        long waiting = (long) TRAINING_BATCHES * batch + (long) Scorer.BATCHES * scored;
        long imageBytes = MemoryNeed.sum(MemoryNeed.times(Float.BYTES, model.imageValues()), Integer.BYTES);
        return MemoryNeed.sum(model.heap().of(batch, scored), MemoryNeed.times(waiting, imageBytes));
    }

    private static long offHeap(MemoryNeed model, int batch) {
        return model.offHeap().of(batch, Scorer.batchSize(model.imageValues()));
    }

    private static long rowOf(MemoryNeed model) {
        return Math.max(model.imageValues(), model.arrays().image());
    }

    /** Nothing where not even one image fits; a larger batch never takes less. */
    private int largestThatFits(MemoryNeed model, int tooLarge) {
        int fitting = 0;
        int above = tooLarge;
        while (above - fitting > 1) {
            int middle = fitting + (above - fitting) / 2;
            if (fits(model, middle)) {
                fitting = middle;
            } else {
                above = middle;
            }
        }
        return fitting;
    }
}

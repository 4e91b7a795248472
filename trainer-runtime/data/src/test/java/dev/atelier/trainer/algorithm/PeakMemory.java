package dev.atelier.trainer.algorithm;

import dev.atelier.contracts.job.Job;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.machine.Machine;
import dev.atelier.trainer.optimizer.StateArrays;
import dev.atelier.trainer.random.Seeds;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The memory that a job's model takes in this process beside the estimate of {@link TrainingAlgorithm#memory}, both in
 * bytes. The heap is what is reachable once steps are done and all copies for checkpoints are there; the memory beside it
 * is the most that the process ever occupied meanwhile, so the heap should be touched as a whole before. Linux alone.
 */
public record PeakMemory(long estimatedOnHeap, long onHeap, long estimatedOffHeap, long offHeap) {
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final int STEPS = 3;

    /** Measures a job's model with batches of its own size and of another for scoring. */
    public static PeakMemory of(TrainingAlgorithm algorithm, Job job, InputShape shape, int scored)
            throws IOException, DivergedException {
        Batch training = batch(job.training().batchSize(), shape);
        Batch scoring = batch(scored, shape);
        long heapBefore = reachable();
        Files.writeString(RESET, "5");
        long occupiedBefore = Machine.peakMemoryBytes();
        MemoryNeed need = algorithm.memory(job, shape, false);
        List<SortedMap<String, Tensor>> copies = new ArrayList<>();
        try (Model model = algorithm.create(job, shape, new Seeds(job.seed()))) {
            float[] logits = new float[scored * shape.classes()];
            for (int step = 0; step < STEPS; step++) {
                model.step(training, step, job.training().optimizer().learningRate());
                model.logits(scoring, logits);
            }
            for (int copy = 0; copy < StateArrays.CHECKPOINTS; copy++) {
                copies.add(model.state());
            }
            for (int copy = 0; copy < StateArrays.results(job.evaluation()); copy++) {
                copies.add(model.weights());
            }
            long heap = reachable() - heapBefore;
            Reference.reachabilityFence(copies);
            return new PeakMemory(
                    need.heap().of(training.size(), scored),
                    heap,
                    need.offHeap().of(training.size(), scored),
                    Machine.peakMemoryBytes() - occupiedBefore);
        }
    }

    private static Batch batch(int size, InputShape shape) {
        return new Batch(new float[size * shape.features()], new int[size], size);
    }

    private static long reachable() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public String toString() {
        return "heap %d MiB, estimated %d (%.2f); beside it %d MiB, estimated %d (%.2f)"
                .formatted(
                        onHeap >> 20,
                        estimatedOnHeap >> 20,
                        (double) estimatedOnHeap / onHeap,
                        offHeap >> 20,
                        estimatedOffHeap >> 20,
                        (double) estimatedOffHeap / offHeap);
    }
}

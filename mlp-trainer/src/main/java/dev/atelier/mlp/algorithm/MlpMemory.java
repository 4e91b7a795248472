package dev.atelier.mlp.algorithm;

import dev.atelier.contracts.job.Job;
import dev.atelier.mlp.network.MlpSpec;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.MemoryNeed.Arrays;
import dev.atelier.trainer.algorithm.MemoryNeed.Bytes;
import dev.atelier.trainer.optimizer.StateArrays;
import java.util.List;

/**
 * The memory that a perceptron takes, array by array as {@code Mlp} and its layers hold them; all of it lies in the heap.
 * Of what a JVM of its own held at its peak it estimated 0.96 to 1.0, for five shapes of 84 to 900 MiB: the rest, 3 to 5 MiB,
 * is what the JVM loads while it trains.
 */
final class MlpMemory {
    /** Java's own limit, which differs a little from one machine to the next. */
    private static final long ARRAY_AT_MOST = Integer.MAX_VALUE - 8;

    private MlpMemory() {}

    static MemoryNeed of(Job job, MlpSpec spec, InputShape shape) {
        long weights = 0;
        long largest = 0;
        long inputs = shape.features();
        for (int outputs : spec.hidden()) {
            weights += (inputs + 1) * outputs;
            largest = Math.max(largest, inputs * outputs);
            inputs = outputs;
        }
        weights += (inputs + 1) * shape.classes();
        largest = Math.max(largest, inputs * shape.classes());

        int state = StateArrays.of(job.training());
        long held = state + 1L + StateArrays.CHECKPOINTS * state + StateArrays.results(job.evaluation());
        long hidden = spec.hidden().stream().mapToLong(Integer::longValue).sum();
        // Activations and their gradients; with dropout what is left of the activations, and the factors.
        long perUnit = spec.isDropping() ? 4 : 2;
        List<Integer> widths = spec.hidden();
        long widest = widths.stream().mapToLong(Integer::longValue).max().orElse(0);
        return new MemoryNeed(
                shape.features(),
                Bytes.ofFloats(
                        MemoryNeed.times(weights, held),
                        hidden * perUnit + shape.classes(),
                        hidden + 2L * shape.classes()),
                Bytes.NONE,
                new Arrays(largest, Math.max(widest, shape.classes()), ARRAY_AT_MOST),
                "model.hidden",
                widths.toString());
    }
}

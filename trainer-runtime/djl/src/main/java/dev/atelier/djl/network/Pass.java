package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.atelier.trainer.random.RandomStream;
import java.util.Optional;

/**
 * One way of a batch through operations.
 *
 * @param manager owns what the pass makes
 * @param random what dropout draws from; empty where nothing is trained
 * @param batchStatistics whether normalisations go by the batch and move their running statistics
 */
record Pass(NDManager manager, Optional<RandomStream> random, boolean batchStatistics) {
    /** Weights collect gradients, normalisations go by the batch, dropout drops. */
    static Pass training(NDManager manager, RandomStream random) {
        return new Pass(manager, Optional.of(random), true);
    }

    static Pass inference(NDManager manager) {
        return new Pass(manager, Optional.empty(), false);
    }

    /** Weights stay as they are, but normalisations go by the batch. */
    static Pass movingStatistics(NDManager manager) {
        return new Pass(manager, Optional.empty(), true);
    }

    /** Whether gradients are wanted, for which what is computed on the way must be kept. */
    boolean trains() {
        return random.isPresent();
    }

    NDArray value(Weight weight) {
        return trains() ? weight.alias(manager) : weight.evaluatedArray();
    }

    /** Factors of dropout, each 0 or 1 / (1 - p), drawn here so that they are the same on every device. */
    NDArray factors(double probability, Shape shape) {
        RandomStream stream = random.orElseThrow();
        float kept = (float) (1 / (1 - probability));
        float[] factors = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = stream.nextDouble() < probability ? 0 : kept;
        }
        return manager.create(factors, shape);
    }
}

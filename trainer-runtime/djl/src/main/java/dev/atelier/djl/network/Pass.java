package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.atelier.trainer.random.RandomStream;
import java.util.Optional;

/**
 * One way of a batch through a network: training, with gradients, batch statistics and dropout, or inference.
 *
 * @param manager owns what the pass makes
 * @param random what dropout draws from; empty in inference
 */
record Pass(NDManager manager, Optional<RandomStream> random) {

    boolean training() {
        return random.isPresent();
    }

    NDArray value(Weight weight) {
        return training() ? weight.alias(manager) : weight.evaluatedArray();
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

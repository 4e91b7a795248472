package dev.atelier.djl.training;

import dev.atelier.tensor.Tensor;
import java.util.SortedMap;

/** How a step's gradients move the weights of a network: penalties, norm, clipping, update rule, averages. */
sealed interface Update permits MemoryUpdate, ArrayUpdate {
    /**
     * Moves the weights by the gradients that the step left in them.
     *
     * @param batchSize the images that the gradients are the mean of; penalties are divided by it
     * @return the global L2 norm of the gradients, penalties included, before clipping
     */
    double step(double learningRate, int batchSize);

    /** Adds what is remembered between steps. All updates save the same, so that one continues from another's. */
    void save(SortedMap<String, Tensor> state);

    void restore(SortedMap<String, Tensor> state);
}

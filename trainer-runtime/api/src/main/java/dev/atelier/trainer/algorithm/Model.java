package dev.atelier.trainer.algorithm;

import dev.atelier.tensor.Tensor;
import java.util.SortedMap;

/**
 * A network in training. Not thread-safe: the runtime uses it from one thread, which need not be the one that made it.
 * Where the job requests averaged weights ({@code emaDecay}), {@link #step} maintains the average, and {@link #logits} and
 * {@link #weights} mean the average.
 */
public interface Model extends AutoCloseable {
    /** Number of trainable numbers. */
    long parameters();

    /**
     * One step of training: forward, backward, update. Regularisation, clipping and label smoothing are the model's, as
     * the job specifies; the learning rate already follows the schedule.
     *
     * @param globalStep number of this step, from 0, counted through all epochs
     * @throws DivergedException if the loss is seen not to be a finite number; a model that does not check every step's
     *     loss leaves that to the runtime, which checks {@link #drain}
     */
    void step(Batch batch, long globalStep, double learningRate) throws DivergedException;

    /** What the steps since the last call add up to. The only moment at which a device's counters must be read. */
    StepTotals drain();

    /**
     * Classifies images in inference mode.
     *
     * @param logits filled from the start, shape [batch.size(), classes]
     */
    void logits(Batch batch, float[] logits);

    /** The weights that {@link #logits} uses, by name: what is kept as the job's result. Copies: training goes on meanwhile. */
    SortedMap<String, Tensor> weights();

    /** Makes {@link #logits} use weights that {@link #weights} once gave. Training does not go on after this. */
    void load(SortedMap<String, Tensor> weights);

    /**
     * Makes training start from weights that {@link #weights} of a model of the same names and shapes once gave, its averages
     * included. Called before the first step; the optimiser stays as it is.
     */
    void startFrom(SortedMap<String, Tensor> weights);

    /**
     * Everything that the rest of the training depends on: weights, buffers, the optimiser's moments and step, averaged
     * weights. Copies: they are written while the next epoch trains.
     */
    SortedMap<String, Tensor> state();

    /** Goes back to a state that {@link #state} once gave, of a model of the same job. */
    void restore(SortedMap<String, Tensor> state);

    @Override
    void close();
}

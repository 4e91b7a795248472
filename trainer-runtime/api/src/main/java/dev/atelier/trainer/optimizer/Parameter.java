package dev.atelier.trainer.optimizer;

import dev.atelier.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * One array of trainable numbers as an optimiser sees it: floats in native order, one after another, wherever they lie.
 * All arrays of a parameter have its {@link #size} and one order of elements, which need not be that of its shape.
 */
public interface Parameter {
    String name();

    /** Number of values. */
    int size();

    /** Whether L1 and L2 penalties apply: to weights, not to biases. */
    boolean penalised();

    /** What the learning rate is multiplied by. */
    default double rate() {
        return 1;
    }

    MemorySegment values();

    /** The gradient of the last backward pass; the optimiser may change it. */
    MemorySegment gradient();

    /** Whether a moving average is kept. */
    boolean averaged();

    /** What inference uses: the moving average where one is kept, else the values themselves. */
    MemorySegment evaluated();

    /** A new array of zeros in the same kind of memory. */
    MemorySegment zeros();

    /** A copy of one of this parameter's arrays, in its shape. */
    Tensor export(MemorySegment array);

    /**
     * Takes over what {@link #export} once gave.
     *
     * @throws IllegalArgumentException if the tensor has another type or shape
     */
    void restore(Tensor tensor, MemorySegment into);
}

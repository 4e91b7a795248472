package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.atelier.trainer.checkpoint.Tensor;
import dev.atelier.trainer.optimizer.Parameter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One trainable array in the processor's memory. PyTorch computes with it and the optimiser moves it in place, both on the
 * same bytes. A step computes with an alias that collects the gradient, so that nothing adds up from step to step and
 * nothing has to be set to zero.
 */
public final class Weight implements Parameter {
    private final String name;
    private final List<Integer> shape;
    private final boolean penalised;
    private final MemoryOrder order;
    private final NDArray values;
    private final NDArray evaluated;
    private final MemorySegment valuesMemory;
    private final MemorySegment evaluatedMemory;
    private @Nullable NDArray alias;
    private MemorySegment gradient = MemorySegment.NULL;

    /**
     * @param initial in row-major order
     * @param penalised whether L1 and L2 penalties apply
     * @param averaged whether a moving average is kept
     */
    Weight(NDManager manager, String name, List<Integer> shape, float[] initial, boolean penalised, boolean averaged) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.penalised = penalised;
        this.order = shape.size() == 4 ? MemoryOrder.CHANNELS_LAST : MemoryOrder.ROW_MAJOR;
        float[] memory = order.toMemory(initial, shape);
        this.values = order.array(manager, memory, shape);
        this.evaluated = averaged ? order.array(manager, memory, shape) : values;
        this.valuesMemory = window(values);
        this.evaluatedMemory = averaged ? window(evaluated) : valuesMemory;
    }

    /** What a training step computes with. */
    NDArray alias(NDManager step) {
        NDArray fresh = values.stopGradient();
        fresh.attach(step);
        fresh.setRequiresGradient(true);
        alias = fresh;
        return fresh;
    }

    /** What inference computes with. */
    NDArray evaluatedArray() {
        return evaluated;
    }

    /** Takes the gradient from the alias that the step computed with; it is good until the step's arrays are closed. */
    public void takeGradient() {
        NDArray stepped = alias;
        if (stepped == null) {
            throw new IllegalStateException(name + " took no part in this step");
        }
        gradient = window(stepped.getGradient());
        alias = null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return Math.toIntExact(values.size());
    }

    @Override
    public boolean penalised() {
        return penalised;
    }

    @Override
    public MemorySegment values() {
        return valuesMemory;
    }

    @Override
    public MemorySegment gradient() {
        return gradient;
    }

    @Override
    public boolean averaged() {
        return values != evaluated;
    }

    @Override
    public MemorySegment evaluated() {
        return evaluatedMemory;
    }

    @Override
    public MemorySegment zeros() {
        return Arena.ofAuto().allocate((long) size() * Float.BYTES, Long.BYTES);
    }

    @Override
    public Tensor export(MemorySegment array) {
        return new Tensor.F32(shape, order.fromMemory(array.toArray(ValueLayout.JAVA_FLOAT), shape));
    }

    @Override
    public void restore(Tensor tensor, MemorySegment into) {
        if (!(tensor instanceof Tensor.F32 floats) || !floats.shape().equals(shape)) {
            throw new IllegalArgumentException("The tensor for " + name + " is " + tensor + " but must be F32" + shape);
        }
        into.copyFrom(MemorySegment.ofArray(order.toMemory(floats.values(), shape)));
    }

    private MemorySegment window(NDArray array) {
        return MemorySegment.ofBuffer(order.contiguous(array).toByteBuffer(true));
    }
}

package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.optimizer.Parameter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One trainable array. A step computes with an alias of it that collects the gradient, so that nothing adds up from step to
 * step and nothing has to be set to zero. In the processor's memory the optimiser moves it in place, on the very bytes that
 * PyTorch computes with.
 */
public final class Weight implements Parameter {
    private final String name;
    private final List<Integer> shape;
    private final boolean penalised;
    private final double rate;
    private final MemoryOrder order;
    private final NDArray values;
    private final NDArray evaluated;
    private final MemorySegment valuesMemory;
    private final MemorySegment evaluatedMemory;
    private @Nullable NDArray alias;
    private MemorySegment gradientMemory = MemorySegment.NULL;

    /**
     * @param initial in row-major order
     * @param penalised whether L1 and L2 penalties apply
     * @param averaged whether a moving average is kept
     * @param rate what the learning rate is multiplied by
     */
    Weight(
            NDManager manager,
            String name,
            List<Integer> shape,
            float[] initial,
            boolean penalised,
            boolean averaged,
            double rate) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.penalised = penalised;
        this.rate = rate;
        this.order = shape.size() == 4 ? MemoryOrder.CHANNELS_LAST : MemoryOrder.ROW_MAJOR;
        float[] memory = order.toMemory(initial, shape);
        this.values = order.array(manager, memory, shape);
        this.evaluated = averaged ? order.array(manager, memory, shape) : values;
        boolean onHost = !values.getDevice().isGpu();
        this.valuesMemory = onHost ? window(values) : MemorySegment.NULL;
        this.evaluatedMemory = onHost ? window(evaluated) : MemorySegment.NULL;
    }

    /** What training moves. */
    public NDArray array() {
        return values;
    }

    /** What inference computes with: the moving average where one is kept, else {@link #array}. */
    public NDArray evaluatedArray() {
        return evaluated;
    }

    /** What a training step computes with. */
    NDArray alias(NDManager step) {
        NDArray fresh = values.stopGradient();
        fresh.attach(step);
        fresh.setRequiresGradient(true);
        alias = fresh;
        return fresh;
    }

    /** The gradient of the alias that the step computed with; it is good until the step's arrays are closed. */
    public NDArray takeGradient() {
        NDArray stepped = alias;
        if (stepped == null) {
            throw new IllegalStateException(name + " has no gradient in this step");
        }
        alias = null;
        return stepped.getGradient();
    }

    /** Makes the step's gradient what {@link #gradient} returns, in the processor's memory. */
    public void takeGradientMemory() {
        gradientMemory = window(takeGradient());
    }

    /** A copy of an array like this weight's. */
    public Tensor export(NDArray array) {
        return new Tensor.F32(shape, array.toFloatArray());
    }

    /** Overwrites an array like this weight's in place. */
    public void restore(Tensor tensor, NDArray into) {
        overwrite(into, floats(tensor), MemoryOrder.shape(shape));
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
    public double rate() {
        return rate;
    }

    @Override
    public MemorySegment values() {
        return valuesMemory;
    }

    @Override
    public MemorySegment gradient() {
        return gradientMemory;
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
        into.copyFrom(MemorySegment.ofArray(order.toMemory(floats(tensor), shape)));
    }

    /** Unlike DJL's {@code copyTo} and {@code set}, which would give the array other memory. */
    static void overwrite(NDArray array, float[] values, Shape shape) {
        try (NDManager scope = array.getManager().newSubManager()) {
            array.set(new NDIndex("..."), scope.create(values, shape));
        }
    }

    private float[] floats(Tensor tensor) {
        if (tensor instanceof Tensor.F32 floats && floats.shape().equals(shape)) {
            return floats.values();
        }
        throw new IllegalArgumentException("The tensor for " + name + " is " + tensor + "; expected F32" + shape);
    }

    private MemorySegment window(NDArray array) {
        return MemorySegment.ofBuffer(order.contiguous(array).toByteBuffer(true));
    }
}

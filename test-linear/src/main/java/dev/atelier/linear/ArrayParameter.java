package dev.atelier.linear;

import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.optimizer.Parameter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Trainable floats in arrays, with their gradient and, where one is kept, their moving average. A matrix lies in its array
 * column by column: as [inputs, outputs], while its shape is that of PyTorch, [outputs, inputs].
 */
final class ArrayParameter implements Parameter {
    private final String name;
    private final List<Integer> shape;
    private final float[] values;
    private final float[] gradient;
    private final float[] evaluated;

    ArrayParameter(String name, List<Integer> shape, boolean averaged) {
        this.name = name;
        this.shape = List.copyOf(shape);
        values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        gradient = new float[values.length];
        evaluated = averaged ? new float[values.length] : values;
    }

    float[] valueArray() {
        return values;
    }

    float[] gradientArray() {
        return gradient;
    }

    float[] evaluatedArray() {
        return evaluated;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public boolean penalised() {
        return shape.size() > 1;
    }

    @Override
    public MemorySegment values() {
        return MemorySegment.ofArray(values);
    }

    @Override
    public MemorySegment gradient() {
        return MemorySegment.ofArray(gradient);
    }

    @Override
    public boolean averaged() {
        return evaluated != values;
    }

    @Override
    public MemorySegment evaluated() {
        return MemorySegment.ofArray(evaluated);
    }

    @Override
    public MemorySegment zeros() {
        return MemorySegment.ofArray(new float[values.length]);
    }

    @Override
    public Tensor export(MemorySegment array) {
        float[] exported = new float[values.length];
        for (int i = 0; i < exported.length; i++) {
            exported[i] = array.getAtIndex(ValueLayout.JAVA_FLOAT, place(i));
        }
        return new Tensor.F32(shape, exported);
    }

    @Override
    public void restore(Tensor tensor, MemorySegment into) {
        if (!(tensor instanceof Tensor.F32 floats) || !floats.shape().equals(shape)) {
            throw new IllegalArgumentException("the tensor for " + name + " is " + tensor + "; expected F32" + shape);
        }
        for (int i = 0; i < values.length; i++) {
            into.setAtIndex(ValueLayout.JAVA_FLOAT, place(i), floats.values()[i]);
        }
    }

    /** Where in an array the value of a row-major index lies. */
    private long place(int index) {
        if (shape.size() < 2) {
            return index;
        }
        int columns = shape.getLast();
        return (long) (index % columns) * shape.getFirst() + index / columns;
    }
}

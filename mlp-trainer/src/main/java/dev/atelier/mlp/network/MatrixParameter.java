package dev.atelier.mlp.network;

import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.optimizer.Parameter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * A matrix of weights or a vector of biases, with its gradient, in EJML's row-major arrays. Weights lie in memory as
 * [inputs, outputs]; outside they have PyTorch's layout, [outputs, inputs].
 */
public final class MatrixParameter implements Parameter {
    private final String name;
    private final List<Integer> shape;
    private final boolean penalised;
    private final FMatrixRMaj matrix;
    private final FMatrixRMaj matrixGradient;
    private final float[] evaluatedArray;
    private final MemorySegment values;
    private final MemorySegment gradient;
    private final MemorySegment evaluated;

    private MatrixParameter(
            String name, List<Integer> shape, boolean penalised, int rows, int columns, boolean averaged) {
        this.name = name;
        this.shape = shape;
        this.penalised = penalised;
        this.matrix = new FMatrixRMaj(rows, columns);
        this.matrixGradient = new FMatrixRMaj(rows, columns);
        this.evaluatedArray = averaged ? new float[matrix.data.length] : matrix.data;
        this.values = MemorySegment.ofArray(matrix.data);
        this.gradient = MemorySegment.ofArray(matrixGradient.data);
        this.evaluated = MemorySegment.ofArray(evaluatedArray);
    }

    /**
     * A matrix of weights, shape [inputs, outputs], to which penalties apply.
     *
     * @param averaged whether a moving average is kept, which is then what is evaluated
     */
    static MatrixParameter weight(String name, int inputs, int outputs, boolean averaged) {
        return new MatrixParameter(name, List.of(outputs, inputs), true, inputs, outputs, averaged);
    }

    /** A vector of biases, to which penalties do not apply. */
    static MatrixParameter bias(String name, int size, boolean averaged) {
        return new MatrixParameter(name, List.of(size), false, 1, size, averaged);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return matrix.data.length;
    }

    @Override
    public boolean penalised() {
        return penalised;
    }

    /** The values as a matrix; biases are one row. */
    FMatrixRMaj matrix() {
        return matrix;
    }

    /** The gradient as a matrix of the same shape. */
    FMatrixRMaj matrixGradient() {
        return matrixGradient;
    }

    /** What inference uses, as an array. */
    float[] evaluatedArray() {
        return evaluatedArray;
    }

    @Override
    public MemorySegment values() {
        return values;
    }

    @Override
    public MemorySegment gradient() {
        return gradient;
    }

    @Override
    public boolean averaged() {
        return evaluatedArray != matrix.data;
    }

    @Override
    public MemorySegment evaluated() {
        return evaluated;
    }

    @Override
    public MemorySegment zeros() {
        return MemorySegment.ofArray(new float[size()]);
    }

    @Override
    public Tensor export(MemorySegment array) {
        float[] values = new float[size()];
        for (int row = 0; row < matrix.numRows; row++) {
            for (int column = 0; column < matrix.numCols; column++) {
                values[column * matrix.numRows + row] =
                        array.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * matrix.numCols + column);
            }
        }
        return new Tensor.F32(shape, values);
    }

    @Override
    public void restore(Tensor tensor, MemorySegment into) {
        if (!(tensor instanceof Tensor.F32 floats) || !floats.shape().equals(shape)) {
            throw new IllegalArgumentException("The tensor for " + name + " is " + tensor + "; expected F32" + shape);
        }
        for (int row = 0; row < matrix.numRows; row++) {
            for (int column = 0; column < matrix.numCols; column++) {
                into.setAtIndex(
                        ValueLayout.JAVA_FLOAT,
                        (long) row * matrix.numCols + column,
                        floats.values()[column * matrix.numRows + row]);
            }
        }
    }
}

package dev.atelier.mlp.optimizer;

import dev.atelier.trainer.checkpoint.Tensor;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * One array of trainable numbers with its gradient. All arrays of a parameter are padded with zeros to a multiple of
 * {@link #PADDING} values, so that passes over them have no tails; what lies in the padding stays zero.
 */
public final class Parameter {
    /** A multiple of every vector width, and of the chains in a sum of squares. */
    static final int PADDING = 64;

    private final String name;
    private final List<Integer> shape;
    private final boolean penalised;
    private final FMatrixRMaj values;
    private final FMatrixRMaj gradient;
    private final float[] evaluated;

    private Parameter(String name, List<Integer> shape, boolean penalised, int rows, int columns, boolean averaged) {
        this.name = name;
        this.shape = shape;
        this.penalised = penalised;
        this.values = padded(rows, columns);
        this.gradient = padded(rows, columns);
        this.evaluated = averaged ? padded(rows, columns).data : values.data;
    }

    /**
     * A matrix of weights, shape [rows, columns], to which penalties apply.
     *
     * @param averaged whether a moving average is kept, which is then what is evaluated
     */
    public static Parameter weight(String name, int rows, int columns, boolean averaged) {
        return new Parameter(name, List.of(rows, columns), true, rows, columns, averaged);
    }

    /** A vector of biases, to which penalties do not apply. */
    public static Parameter bias(String name, int size, boolean averaged) {
        return new Parameter(name, List.of(size), false, 1, size, averaged);
    }

    public String name() {
        return name;
    }

    public int size() {
        return values.getNumElements();
    }

    public FMatrixRMaj values() {
        return values;
    }

    public FMatrixRMaj gradient() {
        return gradient;
    }

    /** What inference uses: the moving average where one is kept, else the values themselves. */
    public float[] evaluated() {
        return evaluated;
    }

    boolean averaged() {
        return evaluated != values.data;
    }

    /** Whether L1 and L2 penalties apply. */
    boolean penalised() {
        return penalised;
    }

    /** Length of this parameter's arrays, padding included. */
    int paddedSize() {
        return values.data.length;
    }

    /** A new array of zeros as long as this parameter's. */
    float[] likeValues() {
        return new float[paddedSize()];
    }

    /** A copy of one of this parameter's arrays, in its shape and without the padding. */
    public Tensor export(float[] array) {
        return new Tensor.F32(shape, Arrays.copyOf(array, size()));
    }

    /** Takes over what {@link #export} once gave. */
    public void restore(Tensor tensor, float[] into) {
        if (!(tensor instanceof Tensor.F32 floats) || !floats.shape().equals(shape)) {
            throw new IllegalArgumentException("The tensor for " + name + " is " + tensor + " but must be F32" + shape);
        }
        System.arraycopy(floats.values(), 0, into, 0, size());
    }

    private static FMatrixRMaj padded(int rows, int columns) {
        int size = Math.multiplyExact(rows, columns);
        return FMatrixRMaj.wrap(rows, columns, new float[Math.ceilDiv(size, PADDING) * PADDING]);
    }
}

package dev.atelier.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * A named array as checkpoints and model files hold it: a shape and its values in row-major order. The values are not
 * copied: neither the caller nor the callee may change it while the other uses it. Two tensors are equal
 * where type, shape and every bit of the values are.
 */
public sealed interface Tensor {
    /** Sizes by dimension; empty for a single number. */
    List<Integer> shape();

    /** Number of values: the product of the shape. */
    int size();

    /** Bytes of the values. */
    default long bytes() {
        return switch (this) {
            case F32 floats -> (long) Float.BYTES * floats.size();
            case I64 longs -> (long) Long.BYTES * longs.size();
        };
    }

    static F32 of(float[] values, Integer... shape) {
        return new F32(List.of(shape), values);
    }

    static I64 of(long[] values, Integer... shape) {
        return new I64(List.of(shape), values);
    }

    /** A single whole number, such as an optimiser's step. */
    static I64 scalar(long value) {
        return new I64(List.of(), new long[] {value});
    }

    /** 32-bit floating point numbers. */
    record F32(List<Integer> shape, float[] values) implements Tensor {
        public F32 {
            shape = checked(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof F32(var otherShape, var otherValues)
                    && shape.equals(otherShape)
                    && sameBits(values, otherValues);
        }

        @Override
        public int hashCode() {
            return 31 * shape.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "F32" + shape;
        }

        private static boolean sameBits(float[] one, float[] other) {
            for (int i = 0; i < one.length; i++) {
                if (Float.floatToRawIntBits(one[i]) != Float.floatToRawIntBits(other[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    /** 64-bit whole numbers. */
    record I64(List<Integer> shape, long[] values) implements Tensor {
        public I64 {
            shape = checked(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof I64(var otherShape, var otherValues)
                    && shape.equals(otherShape)
                    && Arrays.equals(values, otherValues);
        }

        @Override
        public int hashCode() {
            return 31 * shape.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "I64" + shape;
        }
    }

    private static List<Integer> checked(List<Integer> shape, int size) {
        long product = 1;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("shape is " + shape + ", but no dimension can be negative");
            }
            product = Math.multiplyExact(product, (long) dimension);
        }
        if (product != size) {
            throw new IllegalArgumentException(
                    "shape " + shape + " holds " + product + " values, but " + size + " were given");
        }
        return List.copyOf(shape);
    }
}

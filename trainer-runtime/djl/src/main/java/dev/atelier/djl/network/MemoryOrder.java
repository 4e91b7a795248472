package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * How the values of an array lie in memory. PyTorch's convolutions on the processor are faster where each pixel's channels
 * lie together, and take that order from their weights.
 */
enum MemoryOrder {
    /** As in the shape, the last dimension fastest. */
    ROW_MAJOR {
        @Override
        float[] toMemory(float[] values, List<Integer> shape) {
            return values;
        }

        @Override
        float[] fromMemory(float[] memory, List<Integer> shape) {
            return memory;
        }

        @Override
        NDArray array(NDManager manager, float[] memory, List<Integer> shape) {
            return manager.create(memory, shape(shape));
        }

        @Override
        NDArray contiguous(NDArray array) {
            return array;
        }
    },

    /** A weight of shape [outputs, inputs, height, width] as [outputs, height, width, inputs]. */
    CHANNELS_LAST {
        @Override
        float[] toMemory(float[] values, List<Integer> shape) {
            float[] memory = new float[values.length];
            permute(shape, (place, index) -> memory[place] = values[index]);
            return memory;
        }

        @Override
        float[] fromMemory(float[] memory, List<Integer> shape) {
            float[] values = new float[memory.length];
            permute(shape, (place, index) -> values[index] = memory[place]);
            return values;
        }

        @Override
        NDArray array(NDManager manager, float[] memory, List<Integer> shape) {
            Shape stored = new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1));
            return manager.create(memory, stored).transpose(0, 3, 1, 2);
        }

        @Override
        NDArray contiguous(NDArray array) {
            return array.transpose(0, 2, 3, 1);
        }
    };

    /** Values in row-major order as they lie in memory. */
    abstract float[] toMemory(float[] values, List<Integer> shape);

    /** The reverse of {@link #toMemory}. */
    abstract float[] fromMemory(float[] memory, List<Integer> shape);

    /** An array of this shape over values as they lie in memory. */
    abstract NDArray array(NDManager manager, float[] memory, List<Integer> shape);

    /** A view of such an array that is contiguous. */
    abstract NDArray contiguous(NDArray array);

    static Shape shape(List<Integer> sizes) {
        return new Shape(sizes.stream().mapToLong(Integer::longValue).toArray());
    }

    @FunctionalInterface
    private interface Move {
        void move(int place, int index);
    }

    private static void permute(List<Integer> shape, Move move) {
        int inputs = shape.get(1);
        int pixels = shape.get(2) * shape.get(3);
        int place = 0;
        for (int output = 0; output < shape.get(0); output++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int input = 0; input < inputs; input++) {
                    move.move(place++, (output * inputs + input) * pixels + pixel);
                }
            }
        }
    }
}

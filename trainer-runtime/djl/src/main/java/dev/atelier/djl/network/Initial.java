package dev.atelier.djl.network;

import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.random.RandomStream;

/** Draws initial weights and biases, in row-major order. */
final class Initial {
    private Initial() {}

    /**
     * Weights of shape [outputs, inputs, …].
     *
     * @param fanIn values that each output is computed from
     * @param fanOut outputs that each value takes part in
     */
    static float[] weights(Init init, int size, int fanIn, int fanOut, RandomStream random) {
        return switch (init) {
            case PAPER -> normal(size, Math.sqrt(1.0 / fanOut), random);
            case HE -> normal(size, Math.sqrt(2.0 / fanIn), random);
            case PYTORCH -> uniform(size, 1 / Math.sqrt(fanIn), random);
        };
    }

    static float[] biases(Init init, int size, int fanIn, RandomStream random) {
        return init == Init.PYTORCH ? uniform(size, 1 / Math.sqrt(fanIn), random) : new float[size];
    }

    static float[] constant(int size, float value) {
        float[] values = new float[size];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static float[] normal(int size, double deviation, RandomStream random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    private static float[] uniform(int size, double bound, RandomStream random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextUniform(-bound, bound);
        }
        return values;
    }
}

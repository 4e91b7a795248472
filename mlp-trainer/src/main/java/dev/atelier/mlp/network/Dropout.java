package dev.atelier.mlp.network;

import org.ejml.data.FMatrixRMaj;

/**
 * Inverted dropout: an activation is kept with probability 1 - p and then divided by it, so that nothing is left to do in
 * inference. Whether an activation is kept follows from the step's key and the activation's place alone, so any thread
 * may request any place.
 */
final class Dropout {
    private static final long INCREMENT = 0x9E3779B97F4A7C15L;

    private final long threshold;
    private final float scale;
    /** The factor of each activation: 0 or 1 / (1 - p). */
    private final FMatrixRMaj factors = new FMatrixRMaj(0, 0);

    private long key;

    Dropout(double probability) {
        this.threshold = (long) (probability * 0x1.0p53);
        this.scale = (float) (1 / (1 - probability));
    }

    void begin(long stepKey, int rows, int columns) {
        key = stepKey;
        factors.reshape(rows, columns);
    }

    /** Draws the factors of a range and writes input · factor. */
    void apply(float[] input, float[] output, int from, int to) {
        for (int i = from; i < to; i++) {
            float factor = mix(key + INCREMENT * i) >>> 11 < threshold ? 0 : scale;
            factors.data[i] = factor;
            output[i] = input[i] * factor;
        }
    }

    /** Multiplies a gradient by the factors that {@link #apply} drew. */
    void multiplyFactors(float[] gradient, int from, int to) {
        for (int i = from; i < to; i++) {
            gradient[i] *= factors.data[i];
        }
    }

    /** Stafford's thirteenth mixing function. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

package dev.atelier.mlp.kernel;

import static dev.atelier.trainer.compute.Vectors.LANES;
import static dev.atelier.trainer.compute.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The activation functions over a range of an array, in place, and their derivatives, which are taken from the
 * function's value and multiplied into a gradient. A value that is not a number stays one, so that a diverged training
 * is noticed.
 */
public final class Activations {

    private Activations() {}

    /** x below zero becomes slope · x; with slope 0 this is ReLU. */
    public static void rectify(float[] x, int from, int to, float slope) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.blend(v.mul(slope), v.compare(VectorOperators.LT, 0)).intoArray(x, i);
        }
        for (; i < to; i++) {
            x[i] = x[i] < 0 ? x[i] * slope : x[i];
        }
    }

    public static void rectifyGradient(float[] output, float[] gradient, int from, int to, float slope) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, gradient, i);
            FloatVector v = FloatVector.fromArray(SPECIES, output, i);
            g.blend(g.mul(slope), v.compare(VectorOperators.LE, 0)).intoArray(gradient, i);
        }
        for (; i < to; i++) {
            gradient[i] = output[i] <= 0 ? gradient[i] * slope : gradient[i];
        }
    }

    public static void tanh(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            Exponentials.tanh(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
        }
        for (; i < to; i++) {
            x[i] = Exponentials.tanh(x[i]);
        }
    }

    public static void tanhGradient(float[] output, float[] gradient, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, output, i);
            FloatVector derivative = v.fma(v.neg(), FloatVector.broadcast(SPECIES, 1));
            FloatVector.fromArray(SPECIES, gradient, i).mul(derivative).intoArray(gradient, i);
        }
        for (; i < to; i++) {
            gradient[i] *= Math.fma(output[i], -output[i], 1f);
        }
    }
}

package dev.atelier.mlp.optimizer;

import static dev.atelier.mlp.kernel.Vectors.LANES;
import static dev.atelier.mlp.kernel.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Passes over a range of a parameter's arrays that go with every update rule. */
final class Passes {

    private Passes() {}

    /** g = g + l2 · w + l1 · sign(w), the sign of zero being zero. */
    static void penalise(float[] w, float[] g, int from, int to, float l1, float l2) {
        FloatVector squared = FloatVector.broadcast(SPECIES, l2);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, w, i);
            FloatVector sign = zero.blend(l1, value.compare(VectorOperators.GT, 0))
                    .blend(-l1, value.compare(VectorOperators.LT, 0));
            value.fma(squared, FloatVector.fromArray(SPECIES, g, i).add(sign)).intoArray(g, i);
        }
    }

    /** average = average + gain · (w - average). */
    static void average(float[] w, float[] average, int from, int to, float gain) {
        FloatVector gains = FloatVector.broadcast(SPECIES, gain);
        for (int i = from; i < to; i += LANES) {
            FloatVector old = FloatVector.fromArray(SPECIES, average, i);
            FloatVector.fromArray(SPECIES, w, i).sub(old).fma(gains, old).intoArray(average, i);
        }
    }
}

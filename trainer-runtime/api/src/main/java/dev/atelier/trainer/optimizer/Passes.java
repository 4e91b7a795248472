package dev.atelier.trainer.optimizer;

import static dev.atelier.trainer.compute.Vectors.LANES;
import static dev.atelier.trainer.compute.Vectors.SPECIES;
import static dev.atelier.trainer.compute.Vectors.get;
import static dev.atelier.trainer.compute.Vectors.load;
import static dev.atelier.trainer.compute.Vectors.set;
import static dev.atelier.trainer.compute.Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Passes over a range of a parameter's arrays that go with every update rule. */
final class Passes {

    private Passes() {}

    /** g = g + l2 · w + l1 · sign(w), the sign of zero being zero. */
    static void penalise(MemorySegment w, MemorySegment g, long from, long to, float l1, float l2) {
        FloatVector squared = FloatVector.broadcast(SPECIES, l2);
        FloatVector zero = FloatVector.zero(SPECIES);
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector value = load(w, i);
            FloatVector sign = zero.blend(l1, value.compare(VectorOperators.GT, 0))
                    .blend(-l1, value.compare(VectorOperators.LT, 0));
            store(value.fma(squared, load(g, i).add(sign)), g, i);
        }
        for (; i < to; i++) {
            float value = get(w, i);
            float sign = value > 0 ? l1 : value < 0 ? -l1 : 0;
            set(g, i, Math.fma(value, l2, get(g, i) + sign));
        }
    }

    /** average = average + gain · (w - average). */
    static void average(MemorySegment w, MemorySegment average, long from, long to, float gain) {
        FloatVector gains = FloatVector.broadcast(SPECIES, gain);
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector old = load(average, i);
            store(load(w, i).sub(old).fma(gains, old), average, i);
        }
        for (; i < to; i++) {
            float old = get(average, i);
            set(average, i, Math.fma(get(w, i) - old, gain, old));
        }
    }
}

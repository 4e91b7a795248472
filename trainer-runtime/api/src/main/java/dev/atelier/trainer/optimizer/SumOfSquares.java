package dev.atelier.trainer.optimizer;

import static dev.atelier.trainer.compute.Vectors.LANES;
import static dev.atelier.trainer.compute.Vectors.SPECIES;
import static dev.atelier.trainer.compute.Vectors.get;
import static dev.atelier.trainer.compute.Vectors.load;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** A sum whose order of additions is fixed by the range, never by the vector width. */
final class SumOfSquares {
    /** Chains of fused multiply-adds: element i of a range belongs to the chain i mod 64. */
    private static final int CHAINS = 64;

    private SumOfSquares() {}

    /** The sum over a range: 64 chains, added up in double precision. */
    static double of(MemorySegment x, long from, long to) {
        long whole = from + (to - from) / CHAINS * CHAINS;
        float[] chains = new float[CHAINS];
        for (int lane = 0; lane < CHAINS; lane += 4 * LANES) {
            fourVectors(x, from + lane, whole, chains, lane);
        }
        for (long i = whole; i < to; i++) {
            int chain = (int) (i - whole);
            chains[chain] = Math.fma(get(x, i), get(x, i), chains[chain]);
        }
        double sum = 0;
        for (float chain : chains) {
            sum += chain;
        }
        return sum;
    }

    private static void fourVectors(MemorySegment x, long from, long to, float[] chains, int lane) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (long i = from; i < to; i += CHAINS) {
            FloatVector x0 = load(x, i);
            FloatVector x1 = load(x, i + LANES);
            FloatVector x2 = load(x, i + 2L * LANES);
            FloatVector x3 = load(x, i + 3L * LANES);
            sum0 = x0.fma(x0, sum0);
            sum1 = x1.fma(x1, sum1);
            sum2 = x2.fma(x2, sum2);
            sum3 = x3.fma(x3, sum3);
        }
        sum0.intoArray(chains, lane);
        sum1.intoArray(chains, lane + LANES);
        sum2.intoArray(chains, lane + 2 * LANES);
        sum3.intoArray(chains, lane + 3 * LANES);
    }
}

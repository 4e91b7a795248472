package dev.atelier.mlp.kernel;

import static dev.atelier.trainer.compute.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function and the hyperbolic tangent, built of additions, multiplications, divisions and fused
 * multiply-adds only. Those are rounded in one way everywhere, while the Vector API's own transcendental functions
 * change bits between interpreter, compiler and vector widths. Each function stands here once for a vector and once for
 * a single value, step by step the same. Errors stay below three units in the last place.
 */
public final class Exponentials {
    /** Adding and subtracting 1.5 · 2^23 rounds to an integer, whose low bits then stand in the sum's own bits. */
    private static final float ROUND = 12_582_912f;

    private static final float LOG2_E = 1.442695041f;
    private static final float LN2_HIGH = 0.693145752f;
    private static final float LN2_LOW = 1.42860677e-6f;
    private static final int EXPONENT_BITS = 23;
    private static final int EXPONENT_BIAS = 127 << EXPONENT_BITS;
    private static final float SMALLEST = -87;
    /** From here on the tangent rounds to 1. */
    private static final float SATURATED = 9.02f;

    private static final float C2 = 1f / 2;
    private static final float C3 = 1f / 6;
    private static final float C4 = 1f / 24;
    private static final float C5 = 1f / 120;
    private static final float C6 = 1f / 720;
    private static final float C7 = 1f / 5040;

    private Exponentials() {}

    /** exp(x) for x of at most 88; below -87 it stays at exp(-87). */
    public static float exp(float x) {
        float bounded = x < SMALLEST ? SMALLEST : x;
        float shifted = Math.fma(bounded, LOG2_E, ROUND);
        float scale = powerOfTwo(shifted);
        return Math.fma(scale, expm1Reduced(bounded, shifted - ROUND), scale);
    }

    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float bounded = magnitude > SATURATED ? SATURATED : magnitude;
        float doubled = bounded + bounded;
        float shifted = Math.fma(doubled, LOG2_E, ROUND);
        float scale = powerOfTwo(shifted);
        float expm1 = Math.fma(scale, expm1Reduced(doubled, shifted - ROUND), scale - 1);
        float tanh = expm1 / (expm1 + 2);
        return x < 0 ? -tanh : tanh;
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.lanewise(VectorOperators.ABS);
        FloatVector bounded = magnitude.blend(SATURATED, magnitude.compare(VectorOperators.GT, SATURATED));
        FloatVector doubled = bounded.add(bounded);
        FloatVector shifted =
                doubled.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector scale = shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, EXPONENT_BITS)
                .add(EXPONENT_BIAS)
                .reinterpretAsFloats();
        FloatVector expm1 = scale.fma(expm1Reduced(doubled, shifted.sub(ROUND)), scale.sub(1));
        FloatVector tanh = expm1.div(expm1.add(2));
        return tanh.blend(tanh.neg(), x.compare(VectorOperators.LT, 0));
    }

    private static float powerOfTwo(float shifted) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT_BITS) + EXPONENT_BIAS);
    }

    /** exp(r) - 1 of what is left of x, |r| at most ln(2) / 2, by its Taylor series. */
    private static float expm1Reduced(float x, float powers) {
        float r = Math.fma(powers, -LN2_LOW, Math.fma(powers, -LN2_HIGH, x));
        float p = Math.fma(C7, r, C6);
        p = Math.fma(p, r, C5);
        p = Math.fma(p, r, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        return Math.fma(p, r * r, r);
    }

    private static FloatVector expm1Reduced(FloatVector x, FloatVector powers) {
        FloatVector high = powers.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
        FloatVector r = powers.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), high);
        FloatVector p = r.fma(FloatVector.broadcast(SPECIES, C7), FloatVector.broadcast(SPECIES, C6));
        p = p.fma(r, FloatVector.broadcast(SPECIES, C5));
        p = p.fma(r, FloatVector.broadcast(SPECIES, C4));
        p = p.fma(r, FloatVector.broadcast(SPECIES, C3));
        p = p.fma(r, FloatVector.broadcast(SPECIES, C2));
        return p.fma(r.mul(r), r);
    }
}

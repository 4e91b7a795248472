package dev.atelier.mlp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.compute.Vectors;
import org.junit.jupiter.api.Test;

class ExponentialsTest {

    @Test
    void exponentialIsWithinThreeUnitsInTheLastPlace() {
        for (float x = -86.9f; x < 88; x += 0.00317f) {
            assertClose(Exponentials.exp(x), StrictMath.exp(x), x);
        }
        assertThat(Exponentials.exp(0)).isEqualTo(1);
        assertThat(Exponentials.exp(-1e9f)).isPositive().isLessThan(1e-36f);
        assertThat(Exponentials.exp(Float.NaN)).isNaN();
    }

    @Test
    void tangentIsWithinThreeUnitsInTheLastPlace() {
        for (float x = -12; x < 12; x += 0.00031f) {
            assertClose(Exponentials.tanh(x), StrictMath.tanh(x), x);
        }
        for (float x = 1e-30f; x < 1; x *= 1.37f) {
            assertClose(Exponentials.tanh(x), StrictMath.tanh(x), x);
            assertClose(Exponentials.tanh(-x), StrictMath.tanh(-x), -x);
        }
        assertThat(Exponentials.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(Exponentials.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Exponentials.tanh(Float.NaN)).isNaN();
    }

    @Test
    void vectorsAndSingleValuesHaveTheSameBits() {
        int length = 10_000 + Vectors.LANES - 1;
        float[] x = Matrices.random(1, length, 9).data;
        for (int i = 0; i < length; i++) {
            x[i] *= i % 3 == 0 ? 8 : 0.5f;
        }
        x[0] = Float.NaN;
        x[1] = Float.NEGATIVE_INFINITY;
        float[] expected = x.clone();
        for (int i = 0; i < length; i++) {
            expected[i] = Exponentials.tanh(x[i]);
        }
        Activations.tanh(x, 0, length);
        assertThat(x).isEqualTo(expected);
    }

    private static void assertClose(float actual, double expected, float x) {
        double unit = Math.ulp((float) expected);
        assertThat(Math.abs(actual - expected)).as("at %s: %s", x, actual).isLessThanOrEqualTo(3 * unit);
    }
}

package dev.atelier.mlp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.compute.Vectors;
import org.junit.jupiter.api.Test;

class ActivationsTest {
    private static final int LENGTH = 5 * Vectors.LANES + 3;

    private final float[] input = Matrices.random(1, LENGTH, 1).data;
    private final float[] gradient = Matrices.random(1, LENGTH, 2).data;

    @Test
    void rectifiesOnlyTheRange() {
        float[] x = input.clone();
        Activations.rectify(x, 2, LENGTH - 2, 0.01f);
        for (int i = 0; i < LENGTH; i++) {
            boolean inside = i >= 2 && i < LENGTH - 2;
            assertThat(x[i]).isEqualTo(inside && input[i] < 0 ? input[i] * 0.01f : input[i]);
        }
    }

    @Test
    void theSlopeOfReluAtZeroIsZero() {
        float[] output = input.clone();
        output[0] = 0;
        Activations.rectify(output, 0, LENGTH, 0);
        float[] g = gradient.clone();
        Activations.rectifyGradient(output, g, 0, LENGTH, 0);
        assertThat(g[0]).isZero();
        for (int i = 1; i < LENGTH; i++) {
            assertThat(g[i]).isEqualTo(input[i] > 0 ? gradient[i] : gradient[i] * 0f);
        }
    }

    @Test
    void whatIsNotANumberStaysVisible() {
        float[] x = input.clone();
        x[1] = Float.NaN;
        x[LENGTH - 1] = Float.NaN;
        Activations.rectify(x, 0, LENGTH, 0);
        assertThat(x[1]).isNaN();
        assertThat(x[LENGTH - 1]).isNaN();
    }

    @Test
    void theDerivativeOfTheTangentIsOneMinusItsSquare() {
        float[] output = input.clone();
        Activations.tanh(output, 0, LENGTH);
        float[] g = gradient.clone();
        Activations.tanhGradient(output, g, 0, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            assertThat(g[i]).isEqualTo(gradient[i] * Math.fma(output[i], -output[i], 1f));
        }
    }
}

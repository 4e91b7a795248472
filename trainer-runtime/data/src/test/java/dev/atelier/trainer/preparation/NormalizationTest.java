package dev.atelier.trainer.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.job.DataSpec.Normalize;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final List<Double> MEAN = List.of(0.2860, 0.5);
    private static final List<Double> STD = List.of(0.3530, 0.25);

    @Test
    void standardizeTakesOffTheChannelsMeanAndDividesByItsDeviation() {
        assertThat(applied(Normalize.STANDARDIZE, 0, 255, 100, 0, 255, 51))
                .containsExactly(
                        (float) ((0 - 0.2860) / 0.3530),
                        (float) ((1 - 0.2860) / 0.3530),
                        (float) ((100 / 255.0 - 0.2860) / 0.3530),
                        -2f,
                        2f,
                        (float) ((0.2 - 0.5) / 0.25));
    }

    @Test
    void unitScalesToOne() {
        assertThat(applied(Normalize.UNIT, 0, 255, 51, 1, 254, 128))
                .containsExactly(0f, 1f, 0.2f, (float) (1 / 255.0), (float) (254 / 255.0), (float) (128 / 255.0));
    }

    @Test
    void noneLeavesTheBytes() {
        assertThat(applied(Normalize.NONE, 0, 255, 127, 128, 1, 254)).containsExactly(0f, 255f, 127f, 128f, 1f, 254f);
    }

    @Test
    void offsetsAreKept() {
        float[] inputs = new float[7];
        Normalization.none(1).apply(new byte[] {9, 9, 1, 2, 3, 9}, 2, inputs, 3, 3);
        assertThat(inputs).containsExactly(0, 0, 0, 1, 2, 3, 0);
    }

    @Test
    void statisticsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Normalization.standardize(List.of(0.5), List.of(0.0)))
                .hasMessage("std of channel 0 is 0.0; expected a number greater than 0");
        assertThatThrownBy(() -> Normalization.standardize(List.of(0.5), List.of()))
                .hasMessage("mean has 1 channels and std has 0, but both must have the same number, at least 1");
    }

    private static float[] applied(Normalize kind, int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        float[] inputs = new float[pixels.length];
        Normalization.of(kind, MEAN, STD).apply(bytes, 0, inputs, 0, pixels.length);
        return inputs;
    }
}

package dev.atelier.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.random.RandomStream;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SumOfSquaresTest {

    @Test
    void anyRangeIsSummedInChainsOf64() {
        float[] x = new float[5000];
        RandomStream random = new RandomStream(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int from : new int[] {0, 1, 17}) {
            for (int length : new int[] {0, 1, 63, 64, 65, 200, 4096, 4900}) {
                float[] partials = new float[64];
                double expected = 0;
                for (int i = 0; i < length; i++) {
                    partials[i % 64] = Math.fma(x[from + i], x[from + i], partials[i % 64]);
                }
                for (float partial : partials) {
                    expected += partial;
                }
                assertThat(SumOfSquares.of(MemorySegment.ofArray(x), from, from + length))
                        .isEqualTo(expected);
            }
        }
    }
}

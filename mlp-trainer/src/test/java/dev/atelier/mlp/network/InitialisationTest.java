package dev.atelier.mlp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.random.RandomStream;
import org.junit.jupiter.api.Test;

class InitialisationTest {
    private final MatrixParameter weight = MatrixParameter.weight("weight", 100, 400, false);
    private final MatrixParameter bias = MatrixParameter.bias("bias", 400, false);

    @Test
    void thePaperDividesByTheFanOut() {
        Initialisation.draw(Init.PAPER, weight, bias, new RandomStream(1));
        assertThat(deviation()).isCloseTo(Math.sqrt(1.0 / 400), within(5e-4));
        assertThat(bias.matrix().data).containsOnly(0);
    }

    @Test
    void heDividesTwoByTheFanIn() {
        Initialisation.draw(Init.HE, weight, bias, new RandomStream(1));
        assertThat(deviation()).isCloseTo(Math.sqrt(2.0 / 100), within(1.5e-3));
        assertThat(bias.matrix().data).containsOnly(0);
    }

    @Test
    void pytorchDrawsUniformlyWithinTheInverseRootOfTheFanIn() {
        Initialisation.draw(Init.PYTORCH, weight, bias, new RandomStream(1));
        assertThat(deviation()).isCloseTo(0.1 / Math.sqrt(3), within(6e-4));
        for (int i = 0; i < weight.size(); i++) {
            assertThat(weight.matrix().data[i]).isBetween(-0.1f, 0.1f);
        }
        assertThat(bias.matrix().data[7]).isNotZero().isBetween(-0.1f, 0.1f);
    }

    private double deviation() {
        double squares = 0;
        for (int i = 0; i < weight.size(); i++) {
            squares += weight.matrix().data[i] * (double) weight.matrix().data[i];
        }
        return Math.sqrt(squares / weight.size());
    }
}

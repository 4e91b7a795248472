package dev.atelier.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients compared with central differences of a loss that is computed in double precision. */
class SoftmaxRegressionTest {
    private static final int FEATURES = 9;
    private static final int CLASSES = 4;
    private static final double DIFFERENCE = 1e-6;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void everyGradientIsTheSlopeOfTheLoss(double smoothing) {
        Batch batch = Batches.of(3, 5, FEATURES, CLASSES);
        SoftmaxRegression regression = new SoftmaxRegression(FEATURES, CLASSES, smoothing, false);
        regression.draw(0.5, new RandomStream(11));
        ArrayParameter weight = regression.parameters().getFirst();
        ArrayParameter bias = regression.parameters().getLast();
        double[] all = new double[weight.size() + bias.size()];
        for (int i = 0; i < weight.size(); i++) {
            all[i] = weight.valueArray()[i];
        }

        double loss = regression.differentiate(batch).loss() / batch.size();

        assertThat(loss).isCloseTo(loss(all, batch, smoothing), within(1e-6));
        for (int i = 0; i < all.length; i++) {
            double value = all[i];
            all[i] = value + DIFFERENCE;
            double above = loss(all, batch, smoothing);
            all[i] = value - DIFFERENCE;
            double below = loss(all, batch, smoothing);
            all[i] = value;
            float gradient = i < weight.size() ? weight.gradientArray()[i] : bias.gradientArray()[i - weight.size()];
            assertThat((double) gradient)
                    .as("gradient %s", i)
                    .isCloseTo((above - below) / (2 * DIFFERENCE), within(2e-6));
        }
    }

    /** The mean loss; {@code parameters} are W, row by row, followed by b. */
    private static double loss(double[] parameters, Batch batch, double smoothing) {
        double loss = 0;
        for (int row = 0; row < batch.size(); row++) {
            double[] logits = new double[CLASSES];
            double sum = 0;
            for (int j = 0; j < CLASSES; j++) {
                logits[j] = parameters[FEATURES * CLASSES + j];
                for (int i = 0; i < FEATURES; i++) {
                    logits[j] += batch.inputs()[row * FEATURES + i] * parameters[i * CLASSES + j];
                }
                sum += Math.exp(logits[j]);
            }
            for (int j = 0; j < CLASSES; j++) {
                double target = smoothing / CLASSES + (j == batch.labels()[row] ? 1 - smoothing : 0);
                loss -= target * (logits[j] - Math.log(sum)) / batch.size();
            }
        }
        return loss;
    }
}

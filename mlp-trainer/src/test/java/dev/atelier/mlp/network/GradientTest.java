package dev.atelier.mlp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.contracts.job.Job;
import dev.atelier.mlp.kernel.MatrixView;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients compared with central differences of a loss that is computed in double precision. */
class GradientTest {
    private static final int BATCH = 5;
    private static final int INPUTS = 9;
    private static final int CLASSES = 4;
    private static final double DIFFERENCE = 1e-6;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[]; ; 0",
                "[7]; relu; 0",
                "[7, 6]; tanh; 0",
                "[7, 6]; leakyRelu; 0.1",
                "[33, 17, 6]; relu; 0.2",
                "[40]; tanh; 0"
            })
    void everyGradientIsTheSlopeOfTheLoss(String hidden, @Nullable String activation, double smoothing) {
        String ofHidden = activation == null ? "" : "\"activation\": \"" + activation + "\",";
        Job job = Jobs.resolved("""
                {"model": {"hidden": %s, %s "init": "pytorch"}, "training": {"labelSmoothing": %s}}
                """.formatted(hidden, ofHidden, smoothing));
        RandomStream random = new RandomStream(3);
        float[] inputs = new float[BATCH * INPUTS];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        int[] labels = {3, 0, 1, 1, 2};
        try (Workers workers = new Workers(1)) {
            Mlp mlp = Jobs.network(job, INPUTS, CLASSES, 11, workers);
            double loss = mlp.differentiate(MatrixView.ofRows(inputs, BATCH, INPUTS), labels, 0)
                            .loss()
                    / BATCH;
            List<double[]> values = new ArrayList<>();
            for (MatrixParameter parameter : mlp.parameters()) {
                double[] copy = new double[parameter.size()];
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = parameter.matrix().data[i];
                }
                values.add(copy);
            }
            Activation function = MlpSpec.of(job).activation();
            assertThat(loss).isCloseTo(loss(values, inputs, labels, function, smoothing), within(1e-6));
            for (int p = 0; p < values.size(); p++) {
                double[] array = values.get(p);
                for (int i = 0; i < array.length; i++) {
                    double kept = array[i];
                    array[i] = kept + DIFFERENCE;
                    double above = loss(values, inputs, labels, function, smoothing);
                    array[i] = kept - DIFFERENCE;
                    double below = loss(values, inputs, labels, function, smoothing);
                    array[i] = kept;
                    MatrixParameter parameter = mlp.parameters().get(p);
                    assertThat((double) parameter.matrixGradient().data[i])
                            .as("%s[%s]", parameter.name(), i)
                            .isCloseTo((above - below) / (2 * DIFFERENCE), within(2e-6));
                }
            }
        }
    }

    @Test
    void dropoutKeepsTheExpectationAndItsGradientFollowsWhatWasKept() {
        int width = 4000;
        Dropout dropout = new Dropout(0.3);
        dropout.begin(99, 1, width);
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        float[] dropped = new float[width];
        dropout.apply(ones, dropped, 0, width);
        double mean = 0;
        for (float value : dropped) {
            assertThat(value).isIn(0f, (float) (1 / 0.7));
            mean += value / width;
        }
        assertThat(mean).isCloseTo(1, within(0.04));
        dropout.multiplyFactors(ones, 0, width);
        assertThat(ones).isEqualTo(dropped);

        float[] again = new float[width];
        dropout.begin(100, 1, width);
        dropout.apply(dropped.clone(), again, 0, width);
        assertThat(again).isNotEqualTo(dropped);
    }

    private static double loss(
            List<double[]> values, float[] inputs, int[] labels, Activation activation, double smoothing) {
        double loss = 0;
        for (int row = 0; row < BATCH; row++) {
            double[] x = new double[INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                x[i] = inputs[row * INPUTS + i];
            }
            for (int layer = 0; layer < values.size(); layer += 2) {
                double[] bias = values.get(layer + 1);
                double[] z = bias.clone();
                for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < z.length; j++) {
                        z[j] += x[i] * values.get(layer)[i * z.length + j];
                    }
                }
                for (int j = 0; layer + 2 < values.size() && j < z.length; j++) {
                    z[j] = switch (activation) {
                        case RELU -> Math.max(z[j], 0);
                        case LEAKY_RELU -> z[j] > 0 ? z[j] : 0.01 * z[j];
                        case TANH -> Math.tanh(z[j]);
                    };
                }
                x = z;
            }
            double sum = 0;
            for (double logit : x) {
                sum += Math.exp(logit);
            }
            for (int j = 0; j < CLASSES; j++) {
                double target = smoothing / CLASSES + (j == labels[row] ? 1 - smoothing : 0);
                loss -= target * (x[j] - Math.log(sum)) / BATCH;
            }
        }
        return loss;
    }
}

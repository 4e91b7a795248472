package dev.atelier.linear;

import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/** logits = x · W + b with W [features, classes] and b [classes]; its loss is the cross-entropy of their softmax. */
final class SoftmaxRegression {
    private final int features;
    private final int classes;
    private final double smoothing;
    private final ArrayParameter weight;
    private final ArrayParameter bias;

    /**
     * @param smoothing share of the target that is spread evenly over all classes
     * @param averaged whether moving averages of the parameters are kept
     */
    SoftmaxRegression(int features, int classes, double smoothing, boolean averaged) {
        this.features = features;
        this.classes = classes;
        this.smoothing = smoothing;
        weight = new ArrayParameter("weight", List.of(classes, features), averaged);
        bias = new ArrayParameter("bias", List.of(classes), averaged);
    }

    List<ArrayParameter> parameters() {
        return List.of(weight, bias);
    }

    /** Draws W from a normal distribution around 0; b stays 0. */
    void draw(double deviation, RandomStream random) {
        float[] values = weight.valueArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
    }

    /** Writes the logits, shape [batch, classes], from the parameters that inference uses. */
    void infer(Batch batch, float[] logits) {
        multiply(batch, weight.evaluatedArray(), bias.evaluatedArray(), logits);
    }

    /** The forward and backward pass: leaves the gradient of the batch's mean loss in the parameters. */
    Score differentiate(Batch batch) {
        float[] logits = new float[batch.size() * classes];
        multiply(batch, weight.valueArray(), bias.valueArray(), logits);
        float[] weightGradient = weight.gradientArray();
        float[] biasGradient = bias.gradientArray();
        Arrays.fill(weightGradient, 0);
        Arrays.fill(biasGradient, 0);
        double loss = 0;
        long correct = 0;
        double[] probabilities = new double[classes];
        for (int row = 0; row < batch.size(); row++) {
            int label = batch.labels()[row];
            double logOfSum = softmax(logits, row * classes, probabilities);
            int greatest = 0;
            for (int j = 0; j < classes; j++) {
                double target = smoothing / classes + (j == label ? 1 - smoothing : 0);
                loss += target * (logOfSum - logits[row * classes + j]);
                biasGradient[j] += logits[row * classes + j] = (float) ((probabilities[j] - target) / batch.size());
                greatest = probabilities[j] > probabilities[greatest] ? j : greatest;
            }
            correct += greatest == label ? 1 : 0;
            for (int i = 0; i < features; i++) {
                float x = batch.inputs()[row * features + i];
                for (int j = 0; j < classes; j++) {
                    weightGradient[i * classes + j] += x * logits[row * classes + j];
                }
            }
        }
        return new Score(loss, correct);
    }

    private void multiply(Batch batch, float[] weights, float[] biases, float[] logits) {
        for (int row = 0; row < batch.size(); row++) {
            System.arraycopy(biases, 0, logits, row * classes, classes);
            for (int i = 0; i < features; i++) {
                float x = batch.inputs()[row * features + i];
                for (int j = 0; j < classes; j++) {
                    logits[row * classes + j] += x * weights[i * classes + j];
                }
            }
        }
    }

    /** Fills in the probabilities of one row and returns the logarithm of the sum of its exponentials. */
    private double softmax(float[] logits, int from, double[] probabilities) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < classes; j++) {
            greatest = Math.max(greatest, logits[from + j]);
        }
        double sum = 0;
        for (int j = 0; j < classes; j++) {
            probabilities[j] = StrictMath.exp(logits[from + j] - greatest);
            sum += probabilities[j];
        }
        for (int j = 0; j < classes; j++) {
            probabilities[j] /= sum;
        }
        return greatest + StrictMath.log(sum);
    }

    /** Sum of losses over a batch, in nats, and how many of its images were classified rightly. */
    record Score(double loss, long correct) {}
}

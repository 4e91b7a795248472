package dev.atelier.mlp.network;

import dev.atelier.mlp.kernel.Exponentials;
import org.ejml.data.FMatrixRMaj;

/**
 * Softmax and cross-entropy with label smoothing as PyTorch defines it: the target is 1 - ε for the label, and ε is
 * spread evenly over all classes.
 */
final class SoftmaxCrossEntropy {
    private final double smoothing;

    SoftmaxCrossEntropy(double smoothing) {
        this.smoothing = smoothing;
    }

    /**
     * Turns logits, shape [batch, classes], into the gradient of the mean loss by the logits, in place.
     *
     * @return the batch's sum of losses in nats, and how many logits were greatest at the label
     */
    Score differentiate(FMatrixRMaj logits, int[] labels) {
        double loss = 0;
        int correct = 0;
        for (int row = 0; row < logits.numRows; row++) {
            int from = row * logits.numCols;
            int label = labels[row];
            if (label < 0 || label >= logits.numCols) {
                throw new IllegalArgumentException(
                        "label is " + label + "; expected a number from 0 to " + (logits.numCols - 1));
            }
            int greatest = greatest(logits.data, from, logits.numCols);
            if (greatest == label) {
                correct++;
            }
            loss += row(logits.data, from, logits.numCols, label, logits.data[from + greatest], logits.numRows);
        }
        return new Score(loss, correct);
    }

    private double row(float[] logits, int from, int classes, int label, float greatest, int batch) {
        double labelLogit = logits[from + label] - (double) greatest;
        double logitSum = 0;
        float sum = 0;
        for (int i = from; i < from + classes; i++) {
            float shifted = logits[i] - greatest;
            logitSum += shifted;
            logits[i] = Exponentials.exp(shifted);
            sum += logits[i];
        }
        float factor = 1 / (sum * batch);
        float everyTarget = (float) (smoothing / classes / batch);
        for (int i = from; i < from + classes; i++) {
            logits[i] = Math.fma(logits[i], factor, -everyTarget);
        }
        logits[from + label] -= (float) ((1 - smoothing) / batch);
        return StrictMath.log(sum) - (1 - smoothing) * labelLogit - smoothing / classes * logitSum;
    }

    private static int greatest(float[] logits, int from, int classes) {
        int greatest = 0;
        for (int i = 1; i < classes; i++) {
            if (logits[from + i] > logits[from + greatest]) {
                greatest = i;
            }
        }
        return greatest;
    }

    /** Sum of losses over a batch, and how many of its images were classified rightly. */
    record Score(double loss, int correct) {}
}

package dev.atelier.djl.training;

import ai.djl.ndarray.NDArray;

/**
 * Softmax cross-entropy with smoothed labels, as PyTorch defines it: of the target distribution, a fraction ε is spread
 * evenly over all classes.
 */
record CrossEntropy(double smoothing) {

    /**
     * The mean over a batch, in nats.
     *
     * @param logits shape [batch, classes]
     * @param labels shape [batch, 1], whole numbers
     * @return a single number
     */
    NDArray mean(NDArray logits, NDArray labels) {
        NDArray logarithms = logits.logSoftmax(-1);
        NDArray ofLabels = logarithms.gather(labels, 1).mean().neg();
        return smoothing == 0
                ? ofLabels
                : ofLabels.mul((float) (1 - smoothing)).sub(logarithms.mean().mul((float) smoothing));
    }
}

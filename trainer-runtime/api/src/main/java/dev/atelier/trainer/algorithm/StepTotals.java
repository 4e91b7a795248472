package dev.atelier.trainer.algorithm;

/**
 * Sums over a number of training steps.
 *
 * @param examples images trained on
 * @param loss sum over the examples of the cross-entropy in nats, without regularisation terms
 * @param correct examples classified rightly in the forward pass of their step
 * @param gradientNorm mean over the steps of the global L2 norm of all gradients before clipping; 0 without a step
 */
public record StepTotals(long examples, double loss, long correct, double gradientNorm) {
    public static final StepTotals NONE = new StepTotals(0, 0, 0, 0);
}

package dev.atelier.trainer.algorithm;

/** Training diverged: the loss is not finite, and no further step can change that. */
public final class DivergedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long globalStep;
    private final double loss;

    public DivergedException(long globalStep, double loss) {
        this(globalStep, loss, "step " + globalStep);
    }

    private DivergedException(long globalStep, double loss, String moment) {
        super("the loss is " + loss + " at " + moment
                + "; expected a finite number (a smaller training.optimizer.learningRate or a training.gradientClipNorm"
                + " may help)");
        this.globalStep = globalStep;
        this.loss = loss;
    }

    /**
     * The same with the epoch named.
     *
     * @param epoch from 1
     */
    public DivergedException inEpoch(int epoch) {
        return new DivergedException(globalStep, loss, "step " + globalStep + ", in epoch " + epoch);
    }
}

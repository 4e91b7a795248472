package dev.atelier.trainer.algorithm;

/** Training diverged: the loss, another figure or a weight is not finite, and no further step can change that. */
public final class DivergedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String finding;

    /** The loss of a step is not finite. */
    public DivergedException(long globalStep, double loss) {
        this("the loss is " + loss + " at step " + globalStep);
    }

    private DivergedException(String finding) {
        super("training diverged: " + finding
                + "; expected a finite number (a smaller training.optimizer.learningRate or a"
                + " training.gradientClipNorm may help)");
        this.finding = finding;
    }

    /** @param figure as people read it, such as {@code validation loss} */
    public static DivergedException ofFigure(String figure, double value) {
        return new DivergedException("the " + figure + " is " + value);
    }

    /** @param tensor name of the tensor of weights that has the value */
    public static DivergedException ofWeight(String tensor, float value) {
        return new DivergedException("a weight of " + tensor + " is " + value);
    }

    /**
     * The same with the epoch named, in which it was found or whose weights it was found with.
     *
     * @param epoch from 1
     */
    public DivergedException inEpoch(int epoch) {
        return new DivergedException(finding + " in epoch " + epoch);
    }
}

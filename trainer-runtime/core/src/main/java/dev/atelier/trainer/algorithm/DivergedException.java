package dev.atelier.trainer.algorithm;

/** Training went astray: the loss is no finite number any more, and no further step can mend that. */
public final class DivergedException extends Exception {
    private static final long serialVersionUID = 1L;

    public DivergedException(long globalStep, double loss) {
        super("the loss is " + loss + " at step " + globalStep
                + "; expected a finite number (a smaller training.optimizer.learningRate or a training.gradientClipNorm"
                + " may help)");
    }
}

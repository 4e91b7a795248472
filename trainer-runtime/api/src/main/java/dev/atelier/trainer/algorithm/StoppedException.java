package dev.atelier.trainer.algorithm;

/** Work ends before its end because it is no longer to be done. The message is the reason. */
public class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoppedException(String message) {
        super(message);
    }
}

package dev.atelier.trainer.algorithm;

/** Work is stopped early because it is no longer wanted. The message is the reason. */
public class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoppedException(String message) {
        super(message);
    }
}

package dev.atelier.trainer.attempt;

/** The job is put at the end of its queue, for a later time or another trainer. The message is the reason. */
final class RunPostponedException extends Exception {
    private static final long serialVersionUID = 1L;

    RunPostponedException(String message) {
        super(message);
    }

    RunPostponedException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.atelier.trainer.attempt;

/** A record of the queue that concerns no job, so no job fails for it. */
final class NotAJobException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAJobException(String reason) {
        super(reason);
    }
}

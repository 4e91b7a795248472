package dev.atelier.trainer.run;

/** A record of the queue is no job at all, so there is nobody to whom its failure could be reported. */
final class NotAJobException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAJobException(String reason) {
        super(reason);
    }
}

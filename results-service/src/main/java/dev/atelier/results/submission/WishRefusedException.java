package dev.atelier.results.submission;

/** A wish to cancel was not put on record; the message is a sentence that says why. */
public final class WishRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    WishRefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** The status of HTTP that fits. */
    public int status() {
        return status;
    }
}

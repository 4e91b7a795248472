package dev.atelier.results.submission;

/** A request was not taken; the message is the reason, a sentence. */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RequestRefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** The status of HTTP that fits. */
    public int status() {
        return status;
    }
}

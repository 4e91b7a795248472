package dev.atelier.cli.client;

/** A service refused, or did not answer; the message is the sentence for its user. */
public final class ServiceException extends RuntimeException {
    private final boolean passing;

    private ServiceException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    static ServiceException refused(String sentence) {
        return new ServiceException(sentence, false);
    }

    static ServiceException away(String sentence) {
        return new ServiceException(sentence, true);
    }

    /** Whether it may be over in a while: the service is starting, or is being started again. */
    public boolean isPassing() {
        return passing;
    }
}

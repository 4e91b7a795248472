package dev.atelier.cli.client;

/** A service refused, or did not respond; the message is the sentence for its user. */
public final class ServiceException extends RuntimeException {
    private enum Kind {
        REFUSED,
        AWAY,
        SILENT
    }

    private final Kind kind;

    private ServiceException(String message, Kind kind) {
        super(message);
        this.kind = kind;
    }

    static ServiceException refused(String sentence) {
        return new ServiceException(sentence, Kind.REFUSED);
    }

    static ServiceException away(String sentence) {
        return new ServiceException(sentence, Kind.AWAY);
    }

    static ServiceException silent(String sentence) {
        return new ServiceException(sentence, Kind.SILENT);
    }

    /** Whether nothing was received from it. */
    public boolean isSilence() {
        return kind == Kind.SILENT;
    }

    /** Whether it may be over in a while: the service is starting, or is being started again. */
    public boolean isPassing() {
        return kind != Kind.REFUSED;
    }
}

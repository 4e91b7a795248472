package dev.atelier.results.ingest;

/** A rebuild could not be sent to its end; the projection stands as it did before. */
public final class RebuildFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RebuildFailedException(String message) {
        super(message);
    }

    RebuildFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.atelier.results.ingest;

/** A rebuild failed; the projection is unchanged. */
public final class RebuildFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RebuildFailedException(String message) {
        super(message);
    }

    RebuildFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

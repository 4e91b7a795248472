package dev.atelier.trainer.dataset;

/** A dataset in the topics does not match its manifest, or cannot be read. The message names what and where. */
public final class DatasetReadException extends Exception {
    private static final long serialVersionUID = 1L;

    public DatasetReadException(String message) {
        super(message);
    }

    public DatasetReadException(String message, Throwable cause) {
        super(message, cause);
    }
}

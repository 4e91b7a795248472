package dev.atelier.dataset.source;

/** A dataset that cannot be had as it should be. The message is a sentence that names the file and what was expected. */
public final class DatasetException extends Exception {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.atelier.trainer.dataset;

/** A dataset in the topics is not what its manifest says, or cannot be read. The message says what and where. */
public final class DatasetException extends Exception {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}

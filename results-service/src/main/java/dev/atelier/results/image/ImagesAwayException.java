package dev.atelier.results.image;

/** The images of a dataset cannot be read now, or no longer. */
public final class ImagesAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImagesAwayException(String reason, Throwable cause) {
        super(reason, cause);
    }
}

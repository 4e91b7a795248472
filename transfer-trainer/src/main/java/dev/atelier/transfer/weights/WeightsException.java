package dev.atelier.transfer.weights;

import java.io.IOException;

/** Weights cannot be had, or are not what they must be. The message says what to do, for whoever sent the job. */
public final class WeightsException extends IOException {
    private static final long serialVersionUID = 1L;

    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}

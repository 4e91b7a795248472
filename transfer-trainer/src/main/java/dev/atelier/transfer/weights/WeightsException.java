package dev.atelier.transfer.weights;

import java.io.IOException;

/**
 * Weights are not available or invalid. The message contains what to do, for the submitter, and nothing
 * of files that the job did not rightly name.
 */
public final class WeightsException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int CHARACTERS_AT_MOST = 80;

    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A name out of a file as a message may have it: short, and of visible characters. */
    static String shown(String name) {
        String cut = name.length() <= CHARACTERS_AT_MOST ? name : name.substring(0, CHARACTERS_AT_MOST) + "…";
        return cut.replaceAll("[^\\x20-\\x7e…]", "?");
    }
}

package dev.atelier.tensor;

import java.io.IOException;

/** A file is not a complete safetensors file that can be read here. The message names what is wrong with it. */
public final class InvalidSafetensorsException extends IOException {
    private static final long serialVersionUID = 1L;

    public InvalidSafetensorsException(String message) {
        super(message);
    }

    public InvalidSafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}

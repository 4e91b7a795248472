package dev.atelier.trainer.outage;

import java.io.IOException;

/** Something of a known size could not be written. */
public final class NotWrittenException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long bytes;

    public NotWrittenException(String what, long bytes, IOException cause) {
        super(what + " of " + bytes + " bytes could not be written: " + cause, cause);
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }
}

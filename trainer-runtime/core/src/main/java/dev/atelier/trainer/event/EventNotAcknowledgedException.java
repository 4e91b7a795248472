package dev.atelier.trainer.event;

import org.jspecify.annotations.Nullable;

/** The broker did not confirm an event: nobody knows whether it is in the log. */
public final class EventNotAcknowledgedException extends Exception {
    private static final long serialVersionUID = 1L;

    public EventNotAcknowledgedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.atelier.trainer.event;

/** An event that the log will never take, however often it is sent. */
public final class EventRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventRefusedException(String event, Exception cause) {
        super(event + " is larger than the broker accepts: " + cause.getMessage(), cause);
    }
}

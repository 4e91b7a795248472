package dev.atelier.cli.follow;

import dev.atelier.cli.client.ServiceException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long the results-service has not answered. Commands that follow jobs tolerate it: a service that is being restarted is
 * polled again, for some minutes.
 */
public final class ServiceAbsence {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Consumer<String> note;
    private long answeredAt = System.nanoTime();
    private boolean away;

    /** @param note takes a sentence once the service does not respond */
    public ServiceAbsence(Consumer<String> note) {
        this.note = note;
    }

    /** The service has answered. */
    public void end() {
        answeredAt = System.nanoTime();
        away = false;
    }

    /** Returns where a retry is worth while, and throws what was caught where it is not. */
    public void tolerate(ServiceException e) {
        if (!e.isPassing() || System.nanoTime() - answeredAt > TIMEOUT.toNanos()) {
            throw e;
        }
        if (!away) {
            away = true;
            note.accept("The results-service does not respond at the moment; jobs continue.");
        }
    }
}

package dev.atelier.cli.stack;

import dev.atelier.cli.stack.service.Health;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides when a process that runs has to be started again: when it reported for long that it is not live, or did not respond
 * for longer still. One good answer resets both.
 */
final class LivenessWatch {
    private static final int CHECKS = 3;

    private final Settings settings;
    private final LongSupplier nanoTime;
    private int checks;
    private long since;

    /**
     * Three checks at least go before a restart.
     *
     * @param interval between two checks
     * @param down how long a process may report that it is not live
     * @param silent how long it may not respond
     */
    record Settings(Duration interval, Duration down, Duration silent) {
        static final Settings USUAL =
                new Settings(Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofMinutes(3));
    }

    LivenessWatch(Settings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Why the process has to be started again, if it has to be, now that this was seen of it. */
    Optional<String> observe(Health health) {
        if (health.isUp()) {
            checks = 0;
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        if (checks++ == 0) {
            since = now;
        }
        Duration lasted = Duration.ofNanos(now - since);
        Duration limit = health.status() == Health.Status.DOWN ? settings.down() : settings.silent();
        return checks >= CHECKS && lasted.compareTo(limit) >= 0
                ? Optional.of("was not live for " + lasted.toSeconds() + " s: " + health.sentence())
                : Optional.empty();
    }
}

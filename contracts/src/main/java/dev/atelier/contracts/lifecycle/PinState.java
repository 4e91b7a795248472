package dev.atelier.contracts.lifecycle;

import dev.atelier.contracts.event.ArtifactsPinned;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whether the files of a job's result are kept whatever their age, by the latest event about that. The latest is that of
 * the greatest time, so that the same events result in the same state in any order and any number.
 *
 * @param time of the event, in microseconds, as readers store it
 */
public record PinState(boolean isPinned, Instant time) {
    public PinState {
        time = time.truncatedTo(ChronoUnit.MICROS);
    }

    /** The state after an event, if it is the latest. */
    public static PinState of(ArtifactsPinned event) {
        return new PinState(event.pinned(), event.time());
    }

    /** Whether this replaces what is known; of one time, that they are no longer kept does. */
    public boolean isNewerThan(Optional<PinState> known) {
        return known.filter(
                        other -> other.time.isAfter(time) || other.time.equals(time) && (isPinned || !other.isPinned))
                .isEmpty();
    }
}

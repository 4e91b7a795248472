package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * A trainer that took no jobs takes jobs again, or has ended.
 *
 * @param trainer as in {@link TrainerSuspended}
 * @param family whose jobs it takes
 */
public record TrainerResumed(String trainer, String family, Instant time) implements Event {
    @Override
    public String id() {
        return trainer + "/resumed/" + time;
    }

    @Override
    public String key() {
        return trainer;
    }
}

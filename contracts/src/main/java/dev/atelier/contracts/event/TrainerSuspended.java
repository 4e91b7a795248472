package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * A trainer takes no jobs, because something of its machine does not work. It is published when that begins, when
 * the kind changes, and again every {@value #REPEATED_MINUTES} minutes while it lasts, so that the end of a trainer that
 * did not publish it is recognised.
 *
 * @param trainer the trainer, its host and its process
 * @param family whose jobs it takes
 * @param kind why, in one word: {@code storage}, {@code memory} or {@code library}
 * @param reason why, as a sentence without a full stop
 * @param since when that began
 */
public record TrainerSuspended(String trainer, String family, String kind, String reason, Instant since, Instant time)
        implements Event {
    public static final int REPEATED_MINUTES = 10;

    @Override
    public String id() {
        return trainer + "/suspended/" + time;
    }

    @Override
    public String key() {
        return trainer;
    }
}

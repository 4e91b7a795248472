package dev.atelier.results.projection;

import dev.atelier.contracts.event.TrainerSuspended;
import java.time.Instant;

/**
 * A trainer that takes no jobs.
 *
 * @param since when that began
 * @param reportedAt when it last reported so; one that has not reported for long has ended
 * @param changed the record of the log that this row follows from
 */
public record SuspendedTrainer(
        String trainer,
        String family,
        String kind,
        String reason,
        Instant since,
        Instant reportedAt,
        LogPosition changed) {

    public static SuspendedTrainer of(TrainerSuspended event, LogPosition at) {
        return new SuspendedTrainer(
                event.trainer(),
                event.family(),
                event.kind(),
                event.reason(),
                StoredTime.of(event.since()),
                StoredTime.of(event.time()),
                at);
    }
}

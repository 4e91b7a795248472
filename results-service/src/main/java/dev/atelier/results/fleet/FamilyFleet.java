package dev.atelier.results.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * A family's trainers and jobs.
 *
 * @param trainers how many workers take part in the family's queue; null where the broker does not answer
 * @param oldestQueuedAt when the longest waiting job was queued
 * @param notice a sentence, where jobs wait and nobody is there to run them
 */
public record FamilyFleet(
        String family,
        Optional<Integer> trainers,
        long waiting,
        long running,
        Optional<Instant> oldestQueuedAt,
        Optional<String> notice) {

    static FamilyFleet of(
            String family, Optional<Integer> trainers, long waiting, long running, Optional<Instant> oldestQueuedAt) {
        boolean stranded =
                waiting > 0 && trainers.filter(present -> present == 0).isPresent();
        return new FamilyFleet(
                family,
                trainers,
                waiting,
                running,
                oldestQueuedAt,
                stranded
                        ? Optional.of(
                                (waiting == 1 ? "1 " + family + " job waits" : waiting + " " + family + " jobs wait")
                                        + ", and no " + family + " trainer is running")
                        : Optional.empty());
    }
}

package dev.atelier.results.fleet;

import dev.atelier.contracts.check.Counted;
import dev.atelier.results.view.SuspendedTrainerReader;
import dev.atelier.results.view.SuspendedTrainerReader.Suspended;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A family's trainers and jobs.
 *
 * @param trainers how many workers take part in the family's queue; null where the broker does not respond
 * @param suspended trainers that are there and take no jobs, with the reasons
 * @param oldestQueuedAt since when the longest waiting job waits
 * @param notice a sentence, where jobs wait without a trainer
 */
public record FamilyFleet(
        String family,
        Optional<Integer> trainers,
        @Schema(maxItems = SuspendedTrainerReader.MOST) List<Suspended> suspended,
        long waiting,
        long running,
        Optional<Instant> oldestQueuedAt,
        Optional<String> notice) {
    private static final int SHOWN = 3;

    public FamilyFleet {
        suspended = List.copyOf(suspended);
    }

    static FamilyFleet of(
            String family,
            Optional<Integer> trainers,
            List<Suspended> suspended,
            long waiting,
            long running,
            Optional<Instant> oldestQueuedAt) {
        String jobs = Counted.of(waiting, family + " job") + (waiting == 1 ? " waits" : " wait");
        return new FamilyFleet(
                family,
                trainers,
                suspended,
                waiting,
                running,
                oldestQueuedAt,
                waiting == 0
                        ? Optional.empty()
                        : reason(family, trainers, suspended).map(reason -> jobs + ", and " + reason));
    }

    /** Why no job of a family is taken; nothing where one may be, or the broker does not respond. */
    static Optional<String> reason(String family, Optional<Integer> trainers, List<Suspended> suspended) {
        if (trainers.filter(present -> present == 0).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                suspended.isEmpty()
                        ? "no " + family + " trainer is running"
                        : suspended.stream()
                                .limit(SHOWN)
                                .map(each ->
                                        each.trainer() + " has taken none since " + each.since() + ": " + each.reason())
                                .collect(Collectors.joining("; ")));
    }
}

package dev.atelier.results.ingest;

import java.time.Instant;
import java.util.Optional;

/**
 * The status of the projection.
 *
 * @param caughtUp whether it has reached the end of the log since the service started
 * @param obstacle what keeps it from going on, as a sentence
 * @param lagRecords records, transaction markers among them, that are written but not yet projected
 * @param waitingSince time of the last record projected, where there are more
 * @param rebuilding whether a rebuild is under way; readers see the old rows meanwhile
 */
public record ProjectionStatus(
        boolean caughtUp,
        Optional<String> obstacle,
        long lagRecords,
        Optional<Instant> waitingSince,
        boolean rebuilding) {

    static ProjectionStatus starting() {
        return new ProjectionStatus(false, Optional.of("The projection is starting"), 0, Optional.empty(), false);
    }

    ProjectionStatus stopped(String why) {
        return new ProjectionStatus(caughtUp, Optional.of(why), lagRecords, waitingSince, rebuilding);
    }

    ProjectionStatus going(long lag, Optional<Instant> lastProjected) {
        return new ProjectionStatus(
                caughtUp || lag == 0, Optional.empty(), lag, lag == 0 ? Optional.empty() : lastProjected, false);
    }

    ProjectionStatus startingRebuild() {
        return new ProjectionStatus(caughtUp, obstacle, lagRecords, waitingSince, true);
    }

    /** Whether what readers see can be relied on. */
    public boolean ready() {
        return caughtUp && obstacle.isEmpty();
    }
}

package dev.atelier.results.view;

import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.results.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/**
 * Reads which trainers take no jobs. One that has missed two of the times at which it would have reported so again has ended
 * and is left out.
 */
@Singleton
public final class SuspendedTrainerReader {
    public static final int MOST = 100;
    private static final int SILENT_MINUTES = 2 * TrainerSuspended.REPEATED_MINUTES + 5;

    private final Reading reading;

    public SuspendedTrainerReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * A trainer that takes no jobs.
     *
     * @param trainer with its host and process
     * @param kind one word for what of its machine does not work
     * @param reason a sentence without a full stop
     */
    public record Suspended(String trainer, String family, String kind, String reason, Instant since) {}

    /** Those that have taken none for longest first. */
    public List<Suspended> all() {
        return reading.read(connection -> Sql.list(connection, """
                 SELECT trainer, family, kind, reason, since
                   FROM suspended_trainers
                  WHERE reported_at > now() - make_interval(mins => ?)
                  ORDER BY since, trainer LIMIT ?\
                 """, Suspended.class, SILENT_MINUTES, MOST));
    }
}

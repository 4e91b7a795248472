package dev.atelier.results.view;

import dev.atelier.results.store.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads how many jobs stand where. */
@Singleton
public final class BacklogReader {
    private final Reading reading;

    public BacklogReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * Jobs of one family in one state.
     *
     * @param oldestQueuedAt when the longest waiting of them was queued
     */
    public record Group(String family, String state, long jobs, Optional<Instant> oldestQueuedAt) {}

    public List<Group> groups() {
        return reading.read(connection -> Sql.list(
                connection,
                """
                SELECT family, state, count(*) AS jobs, min(queued_at) AS oldest
                  FROM jobs GROUP BY family, state ORDER BY family, state""",
                row -> new Group(
                        row.getString("family"),
                        row.getString("state"),
                        row.getLong("jobs"),
                        Sql.time(row, "oldest"))));
    }
}

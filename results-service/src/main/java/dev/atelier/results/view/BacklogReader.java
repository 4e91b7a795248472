package dev.atelier.results.view;

import dev.atelier.results.store.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads how many jobs stand where, and since when. */
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

    /**
     * Of each family with running jobs, when the one that has been longest without news was last heard of: when its latest
     * attempt began, or its latest epoch was completed.
     */
    public Map<String, Instant> progress() {
        return reading.read(connection ->
                Sql.list(connection, """
                        SELECT j.family,
                               min(greatest((SELECT max(a.started_at) FROM attempts a WHERE a.job = j.id),
                                            (SELECT e.completed_at FROM epochs e
                                              WHERE e.job = j.id ORDER BY e.epoch DESC LIMIT 1))) AS heard_of
                          FROM jobs j WHERE j.state = 'RUNNING' GROUP BY j.family""", row -> Map.entry(row.getString("family"), Sql.presentTime(row, "heard_of")))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}

package dev.atelier.results.view;

import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.sql.Sql;
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
    public record Group(String family, JobState state, long jobs, Optional<Instant> oldestQueuedAt) {}

    /** All jobs by family and state. */
    public List<Group> groups() {
        return groups("");
    }

    /** The jobs that wait or run, by family and state, however many have ended. */
    public List<Group> openGroups() {
        return groups(" WHERE state IN ('QUEUED', 'RUNNING')");
    }

    /** Families that there are jobs of, by name: at most so many. */
    public List<String> families(int most) {
        return reading.read(connection -> Sql.list(connection, """
                WITH RECURSIVE present (family) AS (
                    (SELECT family FROM jobs ORDER BY family LIMIT 1)
                    UNION ALL
                    SELECT (SELECT j.family FROM jobs j WHERE j.family > present.family ORDER BY j.family LIMIT 1)
                      FROM present WHERE present.family IS NOT NULL
                )
                SELECT family FROM present WHERE family IS NOT NULL LIMIT ?""", String.class, most));
    }

    private List<Group> groups(String where) {
        return reading.read(connection -> Sql.list(
                connection,
                "SELECT family, state, count(*) AS jobs, min(queued_at) AS oldest_queued_at FROM jobs" + where
                        + " GROUP BY family, state ORDER BY family, state",
                Group.class));
    }

    private record Progress(String family, Instant lastEvent) {}

    /**
     * Of each family with running jobs, when the one that has been longest without an event last had one: when its latest
     * attempt began, or its latest epoch was completed.
     */
    public Map<String, Instant> progress() {
        return reading.read(connection -> Sql.list(connection, """
                        SELECT j.family,
                               min(greatest((SELECT max(a.started_at) FROM attempts a WHERE a.job = j.id),
                                            (SELECT e.completed_at FROM latest_epochs e WHERE e.job = j.id))) AS last_event
                          FROM jobs j WHERE j.state = 'RUNNING' GROUP BY j.family""", Progress.class).stream()
                .collect(Collectors.toMap(Progress::family, Progress::lastEvent)));
    }
}

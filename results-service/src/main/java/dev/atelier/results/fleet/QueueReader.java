package dev.atelier.results.fleet;

import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Reading;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what waiting jobs wait behind. Of each queue only the beginning is read, so that this costs the same however long
 * the queue is.
 */
@Singleton
public final class QueueReader {
    /** Places are counted this far. */
    static final int MOST_PLACES = 500;

    private static final int MOST_RUNNING = 100;

    /**
     * By priority and time; jobs of one submission are queued at one time, in the order of the submission. A job can have become
     * more urgent since it was queued, because another submission requests it too.
     */
    private static final String PLACES = """
            SELECT id, place
              FROM (SELECT id, row_number() OVER (ORDER BY array_position(priorities, priority), queued_at NULLS FIRST,
                                                           number NULLS FIRST, id)::integer AS place
                      FROM (SELECT q.id, q.queued_at, priorities, min(m.number) AS number,
                                   (SELECT p.priority FROM job_priorities p WHERE p.job = q.id) AS priority
                              FROM (SELECT '{high,normal,low}'::text[] AS priorities) p
                             CROSS JOIN LATERAL unnest(priorities) AS queued (priority)
                             CROSS JOIN LATERAL
                                   (SELECT id, submission, queued_at FROM jobs
                                     WHERE state = 'QUEUED' AND family = ? AND jobs.priority = queued.priority
                                     ORDER BY queued_at NULLS FIRST FETCH FIRST %1$d ROWS WITH TIES) q
                              LEFT JOIN study_jobs m ON m.submission = q.submission AND m.job = q.id
                             GROUP BY q.id, q.queued_at, priorities) waiting) numbered
             WHERE place <= %1$d""".formatted(MOST_PLACES);

    /** Archived jobs wait as well, and are counted apart from others. */
    private static final String WAITING =
            "SELECT family, sum(jobs)::bigint AS jobs FROM job_counts WHERE state = 'QUEUED' GROUP BY family";

    private final Reading reading;

    public QueueReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * Who waits and who runs.
     *
     * @param places of the jobs in the queue of their family, from 1
     * @param waiting how many jobs wait, by family
     * @param running jobs that run, the one that was started first at the beginning
     * @param published the datasets of the waiting jobs that are published, by their keys
     */
    record Queues(
            Map<String, Integer> places,
            Map<String, Long> waiting,
            List<Wait.RunningJob> running,
            Set<String> published) {}

    private record Place(String id, int place) {}

    private record Waiting(String family, long jobs) {}

    /** @param waiting queued jobs */
    Queues read(List<JobSummary> waiting) {
        Set<String> ids = waiting.stream().map(JobSummary::id).collect(Collectors.toSet());
        Set<String> keys = waiting.stream()
                .map(JobSummary::dataset)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return reading.read(connection -> {
            Map<String, Integer> places = new HashMap<>();
            for (String family :
                    waiting.stream().map(JobSummary::family).distinct().toList()) {
                places.putAll(places(connection, family));
            }
            places.keySet().retainAll(ids);
            return new Queues(
                    places,
                    Sql.list(connection, WAITING, Waiting.class).stream()
                            .collect(Collectors.toMap(Waiting::family, Waiting::jobs)),
                    Sql.list(
                            connection,
                            "SELECT id, name, family FROM jobs WHERE state = 'RUNNING' ORDER BY started_at, id LIMIT "
                                    + MOST_RUNNING,
                            Wait.RunningJob.class),
                    new HashSet<>(
                            Sql.list(connection, "SELECT key FROM datasets WHERE key = ANY (?)", String.class, keys)));
        });
    }

    private static Map<String, Integer> places(Connection connection, String family) throws SQLException {
        return Sql.list(connection, PLACES, Place.class, family).stream()
                .collect(Collectors.toMap(Place::id, Place::place));
    }
}

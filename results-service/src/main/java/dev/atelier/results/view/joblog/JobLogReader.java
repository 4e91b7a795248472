package dev.atelier.results.view.joblog;

import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.Reading;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads jobs' logs, in the order of the topic. */
@Singleton
public final class JobLogReader {
    private static final String LINES =
            " FROM job_log l LEFT JOIN attempts a ON a.job = l.job AND a.run = l.run WHERE l.job = ?";
    private static final String COLUMNS = "SELECT l.log_partition || ':' || l.log_offset AS position, l.time, l.level,"
            + " l.event, a.number AS attempt, l.round, l.run, l.trainer, l.message, l.stack";

    private final Reading reading;

    public JobLogReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * The lines from a position on; nothing where there is no such job.
     *
     * @param limit most lines to read
     */
    public Optional<Listing<JobLogEntry>> from(String job, LogPosition from, JobLogFilter filter, int limit) {
        return reading.read(connection -> exists(connection, job)
                ? Optional.of(new Listing<>(from(connection, job, from, filter, limit), count(connection, job, filter)))
                : Optional.empty());
    }

    /** The last lines, in their order; nothing where there is no such job. */
    public Optional<Listing<JobLogEntry>> last(String job, JobLogFilter filter, int limit) {
        return reading.read(connection -> {
            if (!exists(connection, job)) {
                return Optional.empty();
            }
            List<JobLogEntry> backwards = lines(
                    connection,
                    job,
                    filter.condition() + " ORDER BY l.log_partition DESC, l.log_offset DESC LIMIT ?",
                    filter.arguments(),
                    limit);
            return Optional.of(new Listing<>(backwards.reversed(), count(connection, job, filter)));
        });
    }

    /** The lines from a position on, within the reading of the caller. */
    public static List<JobLogEntry> from(
            Connection connection, String job, LogPosition from, JobLogFilter filter, int limit) throws SQLException {
        List<Object> arguments = new ArrayList<>(List.of(from.partition(), from.offset()));
        arguments.addAll(filter.arguments());
        return lines(
                connection,
                job,
                " AND (l.log_partition, l.log_offset) >= (?, ?)" + filter.condition()
                        + " ORDER BY l.log_partition, l.log_offset LIMIT ?",
                arguments,
                limit);
    }

    /** The position behind the last line of a job, within the reading of the caller. */
    public static LogPosition end(Connection connection, String job) throws SQLException {
        return Sql.one(
                        connection,
                        "SELECT log_partition AS partition, log_offset AS offset FROM job_log WHERE job = ?"
                                + " ORDER BY log_partition DESC, log_offset DESC LIMIT 1",
                        LogPosition.class,
                        job)
                .map(LogPosition::next)
                .orElse(new LogPosition(0, 0));
    }

    private static List<JobLogEntry> lines(
            Connection connection, String job, String condition, List<Object> conditionArguments, int limit)
            throws SQLException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(job);
        arguments.addAll(conditionArguments);
        arguments.add(limit);
        return Sql.list(connection, COLUMNS + LINES + condition, JobLogEntry.class, arguments.toArray());
    }

    private static long count(Connection connection, String job, JobLogFilter filter) throws SQLException {
        List<Object> arguments = new ArrayList<>(List.of(job));
        arguments.addAll(filter.arguments());
        return Sql.count(connection, "SELECT count(*)" + LINES + filter.condition(), arguments.toArray());
    }

    private static boolean exists(Connection connection, String job) throws SQLException {
        return Sql.one(connection, "SELECT id FROM jobs WHERE id = ?", String.class, job)
                .isPresent();
    }
}

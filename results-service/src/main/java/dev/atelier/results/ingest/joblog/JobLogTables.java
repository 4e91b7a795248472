package dev.atelier.results.ingest.joblog;

import dev.atelier.results.ingest.joblog.JobLogBatch.PlacedLine;
import dev.atelier.results.projection.SetAside;
import dev.atelier.results.projection.StoredTime;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.sql.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tables of jobs' logs. A line or a dead letter is stored once, however often it is read; of a job only the latest lines
 * are kept, and of the topic only what it still holds.
 */
final class JobLogTables {
    /** Dead letters kept. */
    static final int DEAD_LETTERS = 1_000;

    private static final Table<PlacedLine> LINES = Table.<PlacedLine>named("job_log")
            .key("job", placed -> placed.line().job())
            .key("run", placed -> placed.line().run())
            .key("sequence", placed -> placed.line().sequence())
            .set("round", placed -> placed.line().round())
            .set("trainer", placed -> placed.line().trainer())
            .set("level", placed -> placed.line().level())
            .set("event", placed -> placed.line().event())
            .set("message", placed -> placed.line().message())
            .set("stack", placed -> Optional.ofNullable(placed.line().stack()))
            .set("time", placed -> StoredTime.of(placed.line().time()))
            .set("log_partition", placed -> placed.at().partition())
            .set("log_offset", placed -> placed.at().offset())
            .build();

    private static final Table<SetAside> LETTERS = Table.<SetAside>named("job_log_dead_letters")
            .key("record_partition", SetAside::partition)
            .key("record_offset", SetAside::offset)
            .set("topic", SetAside::topic)
            .set("key", SetAside::key)
            .set("type", SetAside::type)
            .set("kind", record -> record.kind().word())
            .set("reason", SetAside::reason)
            .set("excerpt", SetAside::excerpt)
            .set("time", SetAside::time)
            .build();

    /** An offset only grows: the topic is read again after a rebuild, and by several services at once. */
    private static final String ADVANCE = """
            INSERT INTO job_log_offsets AS stored (log_partition, next_offset) VALUES (?, ?)
            ON CONFLICT (log_partition) DO UPDATE SET next_offset = greatest(stored.next_offset, excluded.next_offset)""";

    private JobLogTables() {}

    private record Offset(int partition, long offset) {}

    /** Where to read on, by partition. */
    static SortedMap<Integer, Long> offsets(Connection connection) throws SQLException {
        SortedMap<Integer, Long> next = new TreeMap<>();
        Sql.list(
                        connection,
                        "SELECT log_partition AS partition, next_offset AS offset FROM job_log_offsets",
                        Offset.class)
                .forEach(row -> next.put(row.partition(), row.offset()));
        return next;
    }

    /** Stores a batch; returns how many of its dead letters are new. */
    static int store(Connection connection, JobLogBatch batch, int mostOfAJob) throws SQLException {
        insert(connection, LINES, batch.lines());
        int letters = insert(connection, LETTERS, batch.setAside());
        advance(connection, batch.next());
        if (!batch.lines().isEmpty()) {
            deleteOldest(connection, batch.lines(), mostOfAJob);
        }
        if (letters > 0) {
            deleteOldestLetters(connection);
        }
        return letters;
    }

    private static void advance(Connection connection, Map<Integer, Long> next) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (Map.Entry<Integer, Long> offset : new TreeMap<>(next).entrySet()) {
                statement.setInt(1, offset.getKey());
                statement.setLong(2, offset.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Deletes what the topic does not hold any more; returns how many lines. */
    static int deleteBefore(Connection connection, Map<Integer, Long> beginnings) throws SQLException {
        int deleted = 0;
        try (PreparedStatement lines =
                        connection.prepareStatement("DELETE FROM job_log WHERE log_partition = ? AND log_offset < ?");
                PreparedStatement letters = connection.prepareStatement(
                        "DELETE FROM job_log_dead_letters WHERE record_partition = ? AND record_offset < ?")) {
            for (Map.Entry<Integer, Long> beginning : beginnings.entrySet()) {
                for (PreparedStatement statement : List.of(lines, letters)) {
                    statement.setInt(1, beginning.getKey());
                    statement.setLong(2, beginning.getValue());
                }
                deleted += lines.executeUpdate();
                letters.executeUpdate();
            }
        }
        return deleted;
    }

    /** Deletes everything: the topic is another one. */
    static void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : List.of("job_log", "job_log_dead_letters", "job_log_offsets")) {
                statement.addBatch("DELETE FROM " + table);
            }
            statement.executeBatch();
        }
    }

    private static <R> int insert(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.keepStatement())) {
            for (R row : rows) {
                table.bind(statement, row);
                statement.addBatch();
            }
            return rows.isEmpty()
                    ? 0
                    : Arrays.stream(statement.executeBatch())
                            .filter(count -> count > 0)
                            .sum();
        }
    }

    private static void deleteOldest(Connection connection, List<PlacedLine> lines, int mostOfAJob)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                DELETE FROM job_log l USING (
                       SELECT t.job, o.log_partition, o.log_offset FROM unnest(?) AS t(job)
                         CROSS JOIN LATERAL (SELECT x.log_partition, x.log_offset FROM job_log x WHERE x.job = t.job
                               ORDER BY x.log_partition DESC, x.log_offset DESC OFFSET ? LIMIT 1) o) oldest
                 WHERE l.job = oldest.job
                   AND (l.log_partition, l.log_offset) <= (oldest.log_partition, oldest.log_offset)""")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            lines.stream()
                                    .map(placed -> placed.line().job())
                                    .distinct()
                                    .toArray()));
            statement.setInt(2, mostOfAJob);
            statement.executeUpdate();
        }
    }

    private static void deleteOldestLetters(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                DELETE FROM job_log_dead_letters WHERE (record_partition, record_offset) IN (
                       SELECT record_partition, record_offset FROM job_log_dead_letters
                        ORDER BY time DESC, topic, record_partition, record_offset OFFSET ?)""")) {
            statement.setInt(1, DEAD_LETTERS);
            statement.executeUpdate();
        }
    }
}

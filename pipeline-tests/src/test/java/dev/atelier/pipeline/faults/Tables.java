package dev.atelier.pipeline.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The results service's tables, read past the service. */
final class Tables {
    private final String jdbcUrl;

    Tables(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** Every row of every table as text, by table, sorted; the migrations' own table is left out. */
    Map<String, List<String>> dump() throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            for (String table : column(statement, """
                SELECT table_name FROM information_schema.tables
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'flyway%'
                """)) {
                rows.put(
                        table,
                        column(statement, "SELECT t::text FROM \"" + table + "\" t ORDER BY t::text COLLATE \"C\""));
            }
        }
        return rows;
    }

    /** One line a job: id, state, digest of the weights, epochs trained, epochs stored in order. */
    Map<String, JobRow> jobs() throws SQLException {
        Map<String, JobRow> jobs = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                    SELECT id, state, coalesce(model_sha256, '') AS sha256, coalesce(epochs_trained, 0) AS trained,
                           (SELECT coalesce(string_agg(e.epoch::text, ' ' ORDER BY e.epoch), '')
                              FROM epochs e WHERE e.job = j.id) AS epochs
                      FROM jobs j
                    """)) {
            while (row.next()) {
                jobs.put(
                        row.getString("id"),
                        new JobRow(
                                row.getString("state"),
                                row.getString("sha256"),
                                row.getInt("trained"),
                                row.getString("epochs")));
            }
        }
        return jobs;
    }

    /** Offsets of the records that were set aside, by where they lie. */
    Map<TopicPartition, BitSet> deadLetters() throws SQLException {
        Map<TopicPartition, BitSet> offsets = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT topic, record_partition, record_offset FROM dead_letters")) {
            while (row.next()) {
                offsets.computeIfAbsent(new TopicPartition(row.getString(1), row.getInt(2)), each -> new BitSet())
                        .set(Math.toIntExact(row.getLong(3)));
            }
        }
        return offsets;
    }

    /** How many records of the topic of logs are set aside. */
    long linesSetAside() throws SQLException {
        return number("SELECT count(*) FROM job_log_dead_letters");
    }

    /** How many jobs have a log to the line that says that they completed. */
    long completedLogs() throws SQLException {
        return number("SELECT count(DISTINCT job) FROM job_log WHERE event = 'completed' AND trainer <> ''"
                + " AND job IN (SELECT id FROM jobs WHERE state = 'COMPLETED')");
    }

    private long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** How a job stands in the tables. */
    record JobRow(String state, String sha256, int epochsTrained, String epochs) {}

    /** Tables whose rows differ between two dumps, with the first line that does. */
    static List<String> differences(Map<String, List<String>> before, Map<String, List<String>> after) {
        List<String> differences = new ArrayList<>();
        before.forEach((table, rows) -> {
            List<String> other = after.getOrDefault(table, List.of());
            if (!rows.equals(other)) {
                List<String> gone = new ArrayList<>(rows);
                gone.removeAll(other);
                List<String> fresh = new ArrayList<>(other);
                fresh.removeAll(rows);
                differences.add("%s: %d rows before, %d after; only before: %s; only after: %s"
                        .formatted(table, rows.size(), other.size(), first(gone), first(fresh)));
            }
        });
        return differences;
    }

    private static String first(List<String> rows) {
        String row = rows.isEmpty() ? "none" : rows.getFirst();
        return row.length() > 600 ? row.substring(0, 600) + "…" : row;
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }
}

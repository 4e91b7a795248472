package dev.atelier.results.store;

import dev.atelier.results.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables that a rebuild empties and fills again: all that there are. */
public final class ProjectionTables {
    private static final List<String> ALL = List.of(
            "consumer_offsets",
            "datasets",
            "submissions",
            "studies",
            "study_jobs",
            "study_labels",
            "search_events",
            "jobs",
            "job_counts",
            "attempts",
            "epochs",
            "latest_epochs",
            "dead_letters",
            "suspended_trainers");

    private ProjectionTables() {}

    /** Empties every table for this transaction; others see the old rows until it commits. */
    public static void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : ALL) {
                statement.addBatch("DELETE FROM " + table);
            }
            statement.executeBatch();
        }
    }

    /** Counts the jobs, of which there were no counts. */
    public static void countJobs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO job_counts (state, family, archived, jobs)"
                    + " SELECT state, family, archived, count(*) FROM jobs GROUP BY state, family, archived");
        }
    }

    /** Rows by table. */
    public static SortedMap<String, Long> counts(Connection connection) throws SQLException {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (String table : ALL) {
            counts.put(table, Sql.count(connection, "SELECT count(*) FROM " + table));
        }
        return counts;
    }
}

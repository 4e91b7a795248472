package dev.atelier.results.store;

import dev.atelier.results.projection.JobRow;
import dev.atelier.results.projection.Labels;
import dev.atelier.results.sql.StoredText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes to the table of how many jobs there are of each state and family, archived or not, which the totals of lists are read from. They are
 * added up for a batch and written together.
 */
final class JobCounts {
    private final Map<Kind, Long> changes = new LinkedHashMap<>();

    private record Kind(String state, String family, boolean isArchived) {
        static Kind of(JobRow job) {
            return new Kind(
                    job.state().name(),
                    StoredText.plain(job.request().family().name()),
                    job.labels().filter(Labels::archived).isPresent());
        }
    }

    /** Notes a job that comes. */
    void add(JobRow job) {
        changes.merge(Kind.of(job), 1L, Long::sum);
    }

    /** Notes a job that goes. */
    void subtract(JobRow job) {
        changes.merge(Kind.of(job), -1L, Long::sum);
    }

    void write(Connection connection) throws SQLException {
        changes.values().removeIf(change -> change == 0);
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO job_counts (state, family, archived, jobs) VALUES (?, ?, ?, ?)
                    ON CONFLICT (state, family, archived) DO UPDATE SET jobs = job_counts.jobs + excluded.jobs""")) {
            for (Map.Entry<Kind, Long> change : changes.entrySet()) {
                statement.setString(1, change.getKey().state());
                statement.setString(2, change.getKey().family());
                statement.setBoolean(3, change.getKey().isArchived());
                statement.setLong(4, change.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM job_counts WHERE jobs = 0");
        }
    }
}

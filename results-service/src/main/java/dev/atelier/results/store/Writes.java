package dev.atelier.results.store;

import dev.atelier.results.sql.CopyBatch;
import dev.atelier.results.sql.StoredText;
import dev.atelier.results.sql.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows to be written together: first what goes, then what comes, each statement once with all its rows. */
public final class Writes {
    private final List<Deletion> deletions = new ArrayList<>();
    private final List<String> trainers = new ArrayList<>();
    private final List<String> refreshed = new ArrayList<>();
    private final Map<Table<?>, Rows<?>> inserted = new LinkedHashMap<>();
    private final Map<Table<?>, Rows<?>> replaced = new LinkedHashMap<>();
    private final JobCounts jobCounts = new JobCounts();

    /** Adds a row whose key the table does not have. */
    <R> void insert(Table<R> table, R row) {
        rows(inserted, table).add(row);
    }

    /** Adds a row that takes the place of the one with its key, if there is one. */
    <R> void replace(Table<R> table, R row) {
        rows(replaced, table).add(row);
    }

    /** The rows of a table, which are of its type as nobody else adds any. */
    @SuppressWarnings("unchecked")
    private static <R> List<R> rows(Map<Table<?>, Rows<?>> all, Table<R> table) {
        return ((Rows<R>) all.computeIfAbsent(table, Rows::of)).rows();
    }

    private record Rows<R>(Table<R> table, List<R> rows) {
        static <R> Rows<R> of(Table<R> table) {
            return new Rows<>(table, new ArrayList<>());
        }

        void insert(Connection connection) throws SQLException {
            CopyBatch.insert(connection, table, rows);
        }

        void replace(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(table.replaceStatement())) {
                for (R row : rows) {
                    table.bind(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    void deleteEpochs(String job, int after) {
        deletions.add(new Deletion(job, after));
    }

    /** Notes that a job has another latest epoch, or may have. */
    void refreshLatestEpoch(String job) {
        refreshed.add(job);
    }

    void deleteTrainer(String trainer) {
        trainers.add(trainer);
    }

    JobCounts jobCounts() {
        return jobCounts;
    }

    /** Sends everything to the database. */
    public void execute(Connection connection) throws SQLException {
        executeUncounted(connection);
        jobCounts.write(connection);
    }

    /**
     * The same without the changes to {@code job_counts}, for who counts all jobs in the end: a transaction that changes a row
     * again and again goes through all its versions each time.
     */
    public void executeUncounted(Connection connection) throws SQLException {
        if (!deletions.isEmpty()) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM epochs WHERE job = ? AND epoch > ?")) {
                for (Deletion deletion : deletions) {
                    statement.setString(1, StoredText.plain(deletion.job()));
                    statement.setInt(2, deletion.after());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
        if (!trainers.isEmpty()) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM suspended_trainers WHERE trainer = ?")) {
                for (String trainer : trainers) {
                    statement.setString(1, StoredText.plain(trainer));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
        for (Rows<?> rows : inserted.values()) {
            rows.insert(connection);
        }
        for (Rows<?> rows : replaced.values()) {
            rows.replace(connection);
        }
        refreshLatestEpochs(connection);
    }

    private void refreshLatestEpochs(Connection connection) throws SQLException {
        if (refreshed.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO latest_epochs (job, epoch, metrics, samples_per_second, seconds, completed_at)
                SELECT refreshed.job, coalesce(e.epoch, 0), e.metrics, e.samples_per_second, e.seconds, e.completed_at
                  FROM unnest(?) AS refreshed(job)
                  LEFT JOIN LATERAL (
                           SELECT * FROM epochs x WHERE x.job = refreshed.job ORDER BY x.epoch DESC LIMIT 1) e ON true
                    ON CONFLICT (job) DO UPDATE
                   SET epoch = excluded.epoch, metrics = excluded.metrics, seconds = excluded.seconds,
                       samples_per_second = excluded.samples_per_second, completed_at = excluded.completed_at""")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", refreshed.stream().map(StoredText::plain).toArray()));
            statement.executeUpdate();
        }
    }

    private record Deletion(String job, int after) {}
}

package dev.atelier.results.ingest.joblog;

import dev.atelier.contracts.message.FailureReason;
import dev.atelier.results.ingest.joblog.JobLogBatch.PlacedLine;
import dev.atelier.results.projection.SetAside;
import dev.atelier.results.sql.DatabaseFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Writes batches of jobs' logs, each in one transaction with the offsets that follow from it. Where the database refuses a
 * batch its lines are written one by one, and those that are refused alone are set aside.
 */
final class JobLogWriter {
    private final DataSource database;
    private final int mostOfAJob;
    /** Sets a line aside that the database refuses, with the reason. */
    private final Function<Refused, SetAside> setAside;

    JobLogWriter(DataSource database, int mostOfAJob, Function<Refused, SetAside> setAside) {
        this.database = database;
        this.mostOfAJob = mostOfAJob;
        this.setAside = setAside;
    }

    /** A line that the database does not take. */
    record Refused(PlacedLine placed, String reason) {}

    /** Where the topic is read on, by partition. */
    SortedMap<Integer, Long> offsets() throws SQLException {
        return transact(JobLogTables::offsets);
    }

    /**
     * Stores a batch, whatever is in it; returns how many of its dead letters are new.
     *
     * @throws SQLException if the database is unavailable
     */
    int write(JobLogBatch batch) throws SQLException {
        try {
            return store(batch);
        } catch (SQLException e) {
            if (DatabaseFailure.of(e) == DatabaseFailure.PASSING) {
                throw e;
            }
        } catch (RuntimeException unbound) {
            // A value that no column has, in one of the lines.
        }
        return writeOneByOne(batch);
    }

    /** Deletes what the topic does not hold any more; returns how many lines. */
    int deleteBefore(Map<Integer, Long> beginnings) throws SQLException {
        return transact(connection -> JobLogTables.deleteBefore(connection, beginnings));
    }

    /** Deletes everything. */
    void clear() throws SQLException {
        transact(connection -> {
            JobLogTables.clear(connection);
            return 0;
        });
    }

    private int writeOneByOne(JobLogBatch batch) throws SQLException {
        List<SetAside> refused = new ArrayList<>(batch.setAside());
        for (PlacedLine line : batch.lines()) {
            String reason;
            try {
                store(new JobLogBatch(List.of(line), List.of(), Map.of()));
                continue;
            } catch (SQLException e) {
                if (DatabaseFailure.of(e) == DatabaseFailure.PASSING) {
                    throw e;
                }
                reason = DatabaseFailure.sentence(e);
            } catch (RuntimeException e) {
                reason = FailureReason.of(e);
            }
            refused.add(setAside.apply(new Refused(line, "it cannot be stored: " + reason)));
        }
        return store(new JobLogBatch(List.of(), refused, batch.next()));
    }

    private int store(JobLogBatch batch) throws SQLException {
        return transact(connection -> JobLogTables.store(connection, batch, mostOfAJob));
    }

    private interface Writing<T> {
        T write(Connection connection) throws SQLException;
    }

    private <T> T transact(Writing<T> writing) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = writing.write(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                connection.rollback();
                throw e;
            }
        }
    }
}

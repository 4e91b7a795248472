package dev.atelier.results.ingest.batch;

import dev.atelier.contracts.message.FailureReason;
import dev.atelier.results.ingest.batch.BatchProjection.Execution;
import dev.atelier.results.ingest.log.ReadRecord;
import dev.atelier.results.projection.SetAside;
import dev.atelier.results.projection.SetAside.Kind;
import dev.atelier.results.sql.DatabaseFailure;
import dev.atelier.results.store.DeadLetters;
import dev.atelier.results.store.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Projects a batch of records within the caller's transaction. A record that cannot be read, that yields no rows, or whose
 * rows the database refuses, is set aside and never holds up the others: a batch with such a record is written by halves,
 * each from a savepoint, until the record stands alone. Any other failure is the caller's, who tries the batch again.
 */
public final class BatchWriter {
    private static final Logger LOG = Logger.getLogger(BatchWriter.class);

    /** Jobs as they stand in the tables. */
    private final JobCache cache;

    private final Execution execution;
    private final UnexpectedFailures unexpected;

    public BatchWriter() {
        this(new JobCache(), Writes::execute, new UnexpectedFailures());
    }

    BatchWriter(JobCache cache, Execution execution, UnexpectedFailures unexpected) {
        this.cache = cache;
        this.execution = execution;
        this.unexpected = unexpected;
    }

    /** The same writer, but that it leaves the counts of jobs to the caller. */
    public BatchWriter uncounted() {
        return new BatchWriter(cache, Writes::executeUncounted, unexpected);
    }

    /** Forgets how jobs stand in the tables, which others have changed. */
    public void forget() {
        cache.clear();
    }

    /** Sets a record aside, whatever is in it. */
    public Projected setAside(Connection connection, ReadRecord record, String reason) throws SQLException {
        return write(connection, List.of(record.because(Kind.UNPROJECTABLE, reason)));
    }

    /**
     * Projects records.
     *
     * @throws SQLException if the database fails for another reason than what is in a record; the transaction is to be
     * rolled
     *     back then
     */
    public Projected write(Connection connection, List<ReadRecord> records) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Projected projected = BatchProjection.of(connection, cache, records).write(connection, cache, execution);
            connection.releaseSavepoint(before);
            return projected;
        } catch (SQLException e) {
            if (DatabaseFailure.of(e) != DatabaseFailure.REFUSED) {
                throw e;
            }
            connection.rollback(before);
            return isolate(connection, records, Kind.REFUSED, DatabaseFailure.sentence(e));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            connection.rollback(before);
            if (records.size() == 1) {
                unexpected.log(e, records.getFirst().at());
            }
            return isolate(connection, records, Kind.UNPROJECTABLE, FailureReason.of(e));
        }
    }

    private Projected isolate(Connection connection, List<ReadRecord> records, Kind kind, String cause)
            throws SQLException {
        if (records.size() > 1) {
            int half = records.size() / 2;
            Projected first = write(connection, records.subList(0, half));
            return first.and(write(connection, records.subList(half, records.size())));
        }
        return switch (records.getFirst()) {
            case ReadRecord.Known known ->
                write(connection, List.of(known.because(kind, "it cannot be stored: " + cause)));
            case ReadRecord.Unknown unknown -> new Projected(List.of(), List.of(unknown.type()), List.of());
            case ReadRecord.Unreadable unreadable -> leastOf(connection, unreadable.setAside(), cause);
        };
    }

    /** Where not even the excerpt of a record can be stored, its place and what kept it away are. */
    private static Projected leastOf(Connection connection, SetAside letter, String cause) throws SQLException {
        LOG.errorf("The record at %s cannot be described: %s", letter.changed(), cause);
        SetAside least = new SetAside(
                letter.topic(),
                letter.partition(),
                letter.offset(),
                "",
                "",
                letter.kind(),
                "neither the record nor its beginning can be stored",
                "",
                letter.time(),
                letter.changed());
        Savepoint before = connection.setSavepoint();
        try {
            Writes writes = new Writes();
            DeadLetters.save(writes, least);
            writes.execute(connection);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (DatabaseFailure.of(e) == DatabaseFailure.PASSING) {
                throw e;
            }
            connection.rollback(before);
            LOG.errorf("The record at %s is skipped: %s", letter.changed(), DatabaseFailure.sentence(e));
        }
        return new Projected(List.of(), List.of(), List.of(least));
    }
}

package dev.atelier.results.ingest;

import dev.atelier.results.projection.SetAside;
import dev.atelier.results.projection.SetAside.Kind;
import dev.atelier.results.sql.DatabaseFailure;
import dev.atelier.results.store.DeadLetters;
import dev.atelier.results.store.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Projects batches of records within the caller's transaction. While the database writes one, the next one is projected. A record that cannot be read, that comes to no rows, or whose
 * rows the database refuses, is set aside and never holds up the others: a batch with such a record is written by halves,
 * each from a savepoint, until the record stands alone. Any other failure is the caller's, who tries the batch again.
 */
final class BatchWriter {
    private static final Logger LOG = Logger.getLogger(BatchWriter.class);

    private static final ExecutorService WRITERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("projection-writer-", 0).factory());

    private final JobCache cache = new JobCache();
    private Optional<Prepared> prepared = Optional.empty();

    /** A batch that was projected while the one before it was written. */
    private record Prepared(List<ReadRecord> records, BatchProjection projection) {}

    /** Forgets how the tables stand, because somebody else has written to them, or a transaction has failed. */
    void forget() {
        cache.clear();
        prepared = Optional.empty();
    }

    /** Sets a record aside, whatever is in it. */
    Projected setAside(Connection connection, ReadRecord record, String reason) throws SQLException {
        return write(connection, List.of(record.because(Kind.UNPROJECTABLE, reason)), List.of());
    }

    /**
     * Writes a batch.
     *
     * @param upcoming the batch after it; empty where there is none yet
     */
    Projected write(Connection connection, List<ReadRecord> records, List<ReadRecord> upcoming) throws SQLException {
        Optional<BatchProjection> ready =
                prepared.filter(batch -> batch.records() == records).map(Prepared::projection);
        prepared = Optional.empty();
        Savepoint before = connection.setSavepoint();
        try {
            BatchProjection batch = ready.isPresent()
                    ? ready.get()
                    : BatchProjection.of(BatchNeeds.of(records).find(connection, cache), records);
            write(connection, batch, upcoming);
            connection.releaseSavepoint(before);
            return batch.written(cache);
        } catch (SQLException e) {
            if (DatabaseFailure.of(e) != DatabaseFailure.REFUSED) {
                throw e;
            }
            connection.rollback(before);
            return isolate(connection, records, Kind.REFUSED, DatabaseFailure.sentence(e));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            connection.rollback(before);
            return isolate(connection, records, Kind.UNPROJECTABLE, String.valueOf(e));
        }
    }

    /** Writes one batch while the next one is projected. Nothing else uses the connection until that is done. */
    private void write(Connection connection, BatchProjection batch, List<ReadRecord> upcoming) throws SQLException {
        Optional<BatchNeeds.Found> found =
                upcoming.isEmpty() ? Optional.empty() : BatchNeeds.of(upcoming).find(connection, cache, batch);
        if (found.isEmpty()) {
            batch.write(connection);
            return;
        }
        CompletableFuture<Void> writing = new CompletableFuture<>();
        WRITERS.execute(() -> {
            try {
                batch.write(connection);
                writing.complete(null);
            } catch (SQLException | RuntimeException | Error e) {
                writing.completeExceptionally(e);
            }
        });
        Optional<Prepared> next = prepare(found.get(), upcoming);
        try {
            writing.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case SQLException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
        prepared = next;
    }

    /** Nothing where it cannot be projected: whoever writes it finds out which of its records is the cause. */
    private static Optional<Prepared> prepare(BatchNeeds.Found found, List<ReadRecord> records) {
        try {
            return Optional.of(new Prepared(records, BatchProjection.of(found, records)));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.debug("A batch is projected again, once the one before it is written", e);
            return Optional.empty();
        }
    }

    private Projected isolate(Connection connection, List<ReadRecord> records, Kind kind, String cause)
            throws SQLException {
        if (records.size() > 1) {
            int half = records.size() / 2;
            Projected first = write(connection, records.subList(0, half), List.of());
            return first.and(write(connection, records.subList(half, records.size()), List.of()));
        }
        return switch (records.getFirst()) {
            case ReadRecord.Known known ->
                write(connection, List.of(known.because(kind, "it cannot be stored: " + cause)), List.of());
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
            LOG.errorf("The record at %s is passed by: %s", letter.changed(), DatabaseFailure.sentence(e));
        }
        return new Projected(List.of(), List.of(), List.of(least));
    }
}

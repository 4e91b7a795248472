package dev.atelier.results.ingest;

import dev.atelier.results.ingest.batch.BatchWriter;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.log.EventsConsumer;
import dev.atelier.results.ingest.log.ReadAhead;
import dev.atelier.results.ingest.log.ReadRecord;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.sql.Transactions;
import dev.atelier.results.store.Offsets;
import dev.atelier.results.store.ProjectionTables;
import dev.atelier.results.store.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Writes the projection: each batch in one transaction with the offsets that follow from it. A batch is applied once or not
 * at all, whatever dies, and however many services read the same log into the same database.
 */
final class Projector {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int SILENT_POLLS = 60;
    /** A service that is halted in the middle of a batch gives way to another one after this. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private static final Duration IDLE_IN_REBUILD = Duration.ofMinutes(2);
    private static final Duration LOCKED = Duration.ofSeconds(30);

    private final DataSource database;
    private final String topic;
    private final BatchWriter writer = new BatchWriter();
    /** The projection's offsets by what this one wrote last; what the writer remembers of jobs holds for no other place. */
    private Optional<Offsets> written = Optional.empty();

    Projector(DataSource database, String topic) {
        this.database = database;
        this.topic = topic;
    }

    /** How far the projection has come. */
    Offsets offsets() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Offsets.read(connection, topic);
        }
    }

    /** The outcome of a batch. */
    sealed interface Outcome {}

    /** It was applied, and the projection stands at {@code reached} now. */
    record Applied(Projected projected, Offsets reached) implements Outcome {}

    /** The projection does not stand where the batch begins: another service was quicker, or a commit's answer was lost. */
    record Overtaken() implements Outcome {}

    /** Another service writes the projection at this moment. */
    record Busy() implements Outcome {}

    /** Applies a batch to the projection that stands at these offsets. */
    Outcome apply(Offsets from, String topicId, List<ReadRecord> records) throws SQLException {
        return write(from, topicId, records, connection -> writer.write(connection, records));
    }

    /** Sets a record aside unread, so that the projection goes on behind it. */
    Outcome setAside(Offsets from, String topicId, ReadRecord record, String reason) throws SQLException {
        return write(from, topicId, List.of(record), connection -> writer.setAside(connection, record, reason));
    }

    private interface Writing {
        Projected write(Connection connection) throws SQLException;
    }

    private Outcome write(Offsets from, String topicId, List<ReadRecord> records, Writing writing) throws SQLException {
        try (ProjectionSpans spans = ProjectionSpans.begin(records);
                Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Transactions.endWhenIdleFor(connection, IDLE);
                Optional<Offsets> standing = Offsets.tryLock(connection, topic);
                if (standing.filter(from::equals).isEmpty()) {
                    connection.rollback();
                    return standing.isEmpty() ? new Busy() : new Overtaken();
                }
                if (written.filter(from::equals).isEmpty()) {
                    writer.forget();
                }
                written = Optional.empty();
                Projected projected = writing.write(connection);
                Offsets reached = after(from, topicId, records);
                save(connection, reached);
                connection.commit();
                written = Optional.of(reached);
                spans.recordCommit();
                return new Applied(projected, reached);
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /**
     * Empties the projection and fills it from the whole log, in one transaction: readers see the old rows until the new
     * ones are complete, and a rebuild that fails leaves everything as it was. The log is left wherever it then stands.
     *
     * @param turn is run before each batch
     * @throws RebuildFailedException if the log cannot be read to the end that it had at the start
     */
    RebuildReport rebuild(EventsConsumer log, ReadAhead ahead, Duration brokerTimeout, Runnable turn)
            throws SQLException {
        SortedMap<Integer, Long> ends = log.ends(brokerTimeout);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Transactions.endWhenIdleFor(connection, IDLE_IN_REBUILD);
                Transactions.failWhenLockedFor(connection, LOCKED);
                Offsets.lock(connection, topic);
                ProjectionTables.clear(connection);
                writer.forget();
                written = Optional.empty();
                Offsets reached = new Offsets(log.beginnings(brokerTimeout), Optional.of(log.topicId()));
                ahead.seek(reached);
                BatchWriter uncounted = writer.uncounted();
                SortedMap<String, Long> events = new TreeMap<>();
                long records = 0;
                int silent = 0;
                while (!ahead.reaches(ends)) {
                    turn.run();
                    List<ReadRecord> batch = ahead.next(POLL);
                    silent = batch.isEmpty() ? silent + 1 : 0;
                    if (silent == SILENT_POLLS) {
                        throw new RebuildFailedException("The broker stopped responding at " + log.positions()
                                + ", before the end of the log at " + ends + "; nothing was changed");
                    }
                    if (!batch.isEmpty()) {
                        Projected projected = uncounted.write(connection, batch);
                        projected.events().forEach(event -> events.merge(event.type(), 1L, Long::sum));
                        reached = after(reached, log.topicId(), batch);
                        records += batch.size();
                    }
                }
                ProjectionTables.countJobs(connection);
                save(connection, reached);
                RebuildReport report = new RebuildReport(records, events, ProjectionTables.counts(connection));
                connection.commit();
                return report;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static Offsets after(Offsets from, String topicId, List<ReadRecord> records) {
        SortedMap<Integer, Long> next = new TreeMap<>(from.next());
        Map<Integer, Long> read = records.stream()
                .map(ReadRecord::at)
                .collect(Collectors.toMap(LogPosition::partition, at -> at.offset() + 1, Math::max));
        next.putAll(read);
        return new Offsets(next, Optional.of(topicId));
    }

    private void save(Connection connection, Offsets offsets) throws SQLException {
        Writes writes = new Writes();
        offsets.save(writes, topic);
        writes.execute(connection);
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}

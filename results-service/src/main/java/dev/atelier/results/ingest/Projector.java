package dev.atelier.results.ingest;

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
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes the projection: each batch in one transaction with the offsets that follow from it. A batch is applied once or not
 * at all, whatever dies, and however many services read the same log into the same database.
 */
final class Projector {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int SILENT_POLLS = 60;

    private final DataSource database;
    private final String topic;

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

    /**
     * Applies a batch to the projection that stands at these offsets.
     *
     * @return what was applied and where the projection stands now; nothing where it did not stand there any more, because
     *     another service was quicker or a commit had succeeded though its answer was lost
     */
    Optional<Step> apply(Offsets from, String topicId, List<ConsumerRecord<byte[], byte[]>> records)
            throws SQLException {
        try (ProjectionSpans spans = ProjectionSpans.begin(records);
                Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!Offsets.lock(connection, topic).equals(from)) {
                    connection.rollback();
                    return Optional.empty();
                }
                Projected projected = BatchWriter.write(connection, records);
                Offsets reached = after(from, topicId, records);
                save(connection, reached);
                connection.commit();
                spans.committed();
                return Optional.of(new Step(projected, reached));
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /** A batch that was applied. */
    record Step(Projected projected, Offsets reached) {}

    /**
     * Empties the projection and fills it from the whole log, in one transaction: readers see the old rows until the new
     * ones are complete, and a rebuild that fails leaves everything as it was. The log is left wherever it then stands.
     *
     * @throws RebuildFailedException if the log cannot be read to the end that it had at the start
     */
    RebuildReport rebuild(EventLog log, Duration brokerPatience) throws SQLException {
        SortedMap<Integer, Long> ends = log.ends(brokerPatience);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Offsets.lock(connection, topic);
                ProjectionTables.clear(connection);
                Offsets reached = new Offsets(log.beginnings(brokerPatience), Optional.of(log.topicId()));
                log.seek(reached);
                SortedMap<String, Long> events = new TreeMap<>();
                long records = 0;
                int silent = 0;
                while (!reaches(log.positions(), ends)) {
                    List<ConsumerRecord<byte[], byte[]>> batch = log.poll(POLL);
                    silent = batch.isEmpty() ? silent + 1 : 0;
                    if (silent == SILENT_POLLS) {
                        throw new RebuildFailedException("The broker stopped answering at " + log.positions()
                                + ", before the end of the log at " + ends + "; nothing was changed");
                    }
                    Projected projected = BatchWriter.write(connection, batch);
                    projected.events().forEach(event -> events.merge(event.type(), 1L, Long::sum));
                    records += batch.size();
                    reached = after(reached, log.topicId(), batch);
                }
                save(connection, reached);
                RebuildReport report = new RebuildReport(records, events, ProjectionTables.counts(connection));
                connection.commit();
                return report;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static Offsets after(Offsets from, String topicId, List<ConsumerRecord<byte[], byte[]>> records) {
        SortedMap<Integer, Long> next = new TreeMap<>(from.next());
        Map<Integer, Long> read = records.stream()
                .collect(Collectors.toMap(ConsumerRecord::partition, record -> record.offset() + 1, Math::max));
        next.putAll(read);
        return new Offsets(next, Optional.of(topicId));
    }

    private void save(Connection connection, Offsets offsets) throws SQLException {
        Writes writes = new Writes();
        offsets.save(writes, topic);
        writes.execute(connection);
    }

    private static boolean reaches(SortedMap<Integer, Long> positions, SortedMap<Integer, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}

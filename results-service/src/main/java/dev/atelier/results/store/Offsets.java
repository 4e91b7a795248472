package dev.atelier.results.store;

import dev.atelier.results.sql.Sql;
import dev.atelier.results.sql.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the projection has read the log. The offsets are written in the transaction that writes the rows, so that the
 * two can never disagree; a writer that finds other offsets than it expects has been overtaken and writes nothing.
 *
 * @param next offset of the next record, by partition
 * @param topicId id of the topic that was read; empty where nothing has been read
 */
public record Offsets(SortedMap<Integer, Long> next, Optional<String> topicId) {
    private static final Table<Row> TABLE = Table.<Row>named("consumer_offsets")
            .key("topic", Row::topic)
            .key("log_partition", Row::partition)
            .set("topic_id", Row::topicId)
            .set("next_offset", Row::offset)
            .build();

    public Offsets {
        next = new TreeMap<>(next);
    }

    public long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** The offsets as last committed. */
    public static Offsets read(Connection connection, String topic) throws SQLException {
        List<Row> rows = Sql.list(
                connection,
                "SELECT topic, log_partition AS partition, topic_id, next_offset AS offset FROM consumer_offsets WHERE topic = ?",
                Row.class,
                topic);
        SortedMap<Integer, Long> next = new TreeMap<>();
        rows.forEach(row -> next.put(row.partition(), row.offset()));
        return new Offsets(next, rows.stream().map(Row::topicId).findFirst());
    }

    /** The offsets as last committed; nobody else can move them before this transaction ends. */
    public static Offsets lock(Connection connection, String topic) throws SQLException {
        Sql.list(connection, "SELECT pg_advisory_xact_lock(hashtext(?))", String.class, "projection of " + topic);
        return read(connection, topic);
    }

    /** Like {@link #lock}, but nothing where another transaction has locked the offsets. */
    public static Optional<Offsets> tryLock(Connection connection, String topic) throws SQLException {
        boolean locked = Sql.list(
                        connection,
                        "SELECT pg_try_advisory_xact_lock(hashtext(?))",
                        Boolean.class,
                        "projection of " + topic)
                .contains(true);
        return locked ? Optional.of(read(connection, topic)) : Optional.empty();
    }

    /** Writes where the projection stands now. */
    public void save(Writes writes, String topic) {
        next.forEach(
                (partition, offset) -> writes.replace(TABLE, new Row(topic, partition, topicId.orElseThrow(), offset)));
    }

    private record Row(String topic, int partition, String topicId, long offset) {}
}

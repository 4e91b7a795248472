package dev.atelier.results.live;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.results.store.Offsets;
import dev.atelier.results.store.Sql;
import dev.atelier.results.view.EpochPoint;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Reading;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds what has changed since somebody last looked, in one reading of what is committed. */
@Singleton
public final class ChangeReader {
    private static final String SINCE =
            " JOIN unnest(?::integer[], ?::bigint[]) AS seen(p, o) ON t.log_partition = seen.p AND t.log_offset >= seen.o";

    private final Reading reading;
    private final String topic;

    public ChangeReader(Reading reading, @ConfigProperty(name = "atelier.results.topic") Optional<String> topic) {
        this.reading = reading;
        this.topic = topic.orElse(Topics.EVENTS.topicName());
    }

    /**
     * What has changed.
     *
     * @param changes in the order of the log within each partition; at one position the epoch comes last
     * @param reached where the projection stands
     */
    public record Changes(List<Change> changes, Cursor reached) {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /** Where the projection stands. */
    public Cursor now() {
        return reading.read(this::reached);
    }

    public Changes since(Cursor cursor, Audience audience) {
        return reading.read(connection -> {
            Cursor reached = reached(connection);
            // Members of a study that was not yet known are all news, however long ago they changed.
            Cursor from = studyIsNews(connection, cursor, audience) ? Cursor.start() : cursor;
            List<Change> changes = Stream.concat(
                            jobs(connection, from, reached, audience).stream(),
                            epochs(connection, from, reached, audience).stream())
                    .sorted(Comparator.comparingInt(Change::partition)
                            .thenComparingLong(Change::offset)
                            .thenComparing(Change::type, Comparator.reverseOrder()))
                    .toList();
            return new Changes(changes, reached.and(cursor));
        });
    }

    private Cursor reached(Connection connection) throws SQLException {
        return new Cursor(Offsets.read(connection, topic).next());
    }

    private List<Change> jobs(Connection connection, Cursor from, Cursor reached, Audience audience)
            throws SQLException {
        return Sql.list(
                connection,
                "SELECT t.* FROM job_list t" + SINCE + filter("t.id", audience),
                row -> new Change(
                        row.getInt("log_partition"), row.getLong("log_offset"), Change.JOB, JobSummary.of(row)),
                arguments(connection, from, reached, audience));
    }

    private List<Change> epochs(Connection connection, Cursor from, Cursor reached, Audience audience)
            throws SQLException {
        return Sql.list(
                connection,
                "SELECT t.* FROM learning_curves t" + SINCE + filter("t.job", audience),
                row -> new Change(
                        row.getInt("log_partition"), row.getLong("log_offset"), Change.EPOCH, EpochPoint.of(row)),
                arguments(connection, from, reached, audience));
    }

    private static boolean studyIsNews(Connection connection, Cursor cursor, Audience audience) throws SQLException {
        if (audience.study().isEmpty()) {
            return false;
        }
        return Sql.list(
                        connection,
                        "SELECT log_partition, log_offset FROM latest_studies WHERE id = ?",
                        row -> row.getLong("log_offset") >= cursor.next(row.getInt("log_partition")),
                        audience.study().get())
                .contains(true);
    }

    private static String filter(String job, Audience audience) {
        String where = audience.job().isPresent() ? " AND " + job + " = ?" : "";
        return audience.study().isPresent()
                ? where + " AND " + job + " IN (SELECT job FROM study_jobs WHERE study = ?)"
                : where;
    }

    private static Object[] arguments(Connection connection, Cursor from, Cursor reached, Audience audience)
            throws SQLException {
        List<Integer> partitions = List.copyOf(reached.next().keySet());
        List<Object> arguments = new ArrayList<>();
        arguments.add(connection.createArrayOf("int4", partitions.toArray()));
        arguments.add(connection.createArrayOf(
                "int8", partitions.stream().map(from::next).toArray()));
        audience.job().ifPresent(arguments::add);
        audience.study().ifPresent(arguments::add);
        return arguments.toArray();
    }
}

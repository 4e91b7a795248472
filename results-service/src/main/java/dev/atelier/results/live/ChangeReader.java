package dev.atelier.results.live;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.store.Offsets;
import dev.atelier.results.view.EpochPoint;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Reading;
import dev.atelier.results.view.joblog.JobLogEntry;
import dev.atelier.results.view.joblog.JobLogFilter;
import dev.atelier.results.view.joblog.JobLogReader;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.result.RowView;

/** Finds what has changed since a position, a page at a time, however long the history. */
@Singleton
public final class ChangeReader {
    /** Most changes of one page. */
    public static final int PAGE = 500;

    /** Most lines of a log in one page, of which each may have a stack trace. */
    private static final int LINES = 100;

    private static final int LEAST_OF_A_PARTITION = 10;
    private static final String OF_PARTITION =
            " WHERE t.log_partition = ? AND t.log_offset >= ?%s ORDER BY t.log_offset LIMIT ?";

    private final Reading reading;
    private final String topic;

    public ChangeReader(Reading reading, @ConfigProperty(name = "atelier.results.topic") Optional<String> topic) {
        this.reading = reading;
        this.topic = topic.orElse(Topics.EVENTS.topicName());
    }

    /**
     * What has changed.
     *
     * @param from where the reader stands before the first of them
     * @param changes in the order of the log within each partition; at one position the epoch comes last
     * @param lines what follows in the log of the job, where the audience is one
     * @param reached where the reader stands once it has these
     * @param more whether there may be more already
     */
    public record Changes(Cursor from, List<RowChange> changes, List<JobLogEntry> lines, Cursor reached, boolean more) {
        public Changes {
            changes = List.copyOf(changes);
            lines = List.copyOf(lines);
        }
    }

    /** Where the projection stands. */
    public Cursor now() {
        return reading.read(
                connection -> new Cursor(Offsets.read(connection, topic).next()));
    }

    /** The same, with the place of the log of the job that the audience follows. */
    public Cursor now(Audience audience) {
        return withLog(now(), audience);
    }

    /**
     * A cursor that names the place in the log of the followed job: its end, if it names none, or its beginning, if it is
     * before everything.
     */
    public Cursor withLog(Cursor cursor, Audience audience) {
        return audience.job().isEmpty() || cursor.log().isPresent()
                ? cursor
                : cursor.withLog(
                        cursor.isStart()
                                ? new LogPosition(0, 0)
                                : reading.read(connection -> JobLogReader.end(
                                        connection, audience.job().get())));
    }

    /** The next page of what has changed: some of each partition, so that none waits for another. */
    public Changes since(Cursor cursor, Audience audience) {
        return reading.read(connection -> {
            Cursor start = forStudy(connection, cursor, audience);
            Cursor reached = start;
            List<RowChange> changes = new ArrayList<>();
            boolean more = false;
            SortedMap<Integer, Long> ends = Offsets.read(connection, topic).next();
            int most = Math.max(LEAST_OF_A_PARTITION, PAGE / Math.max(1, ends.size()));
            for (Map.Entry<Integer, Long> end : ends.entrySet()) {
                int partition = end.getKey();
                long from = reached.next(partition);
                List<RowChange> page = page(connection, partition, from, most, audience);
                changes.addAll(page);
                boolean full = page.size() >= most;
                more |= full;
                reached = reached.at(partition, full ? page.getLast().offset() + 1 : Math.max(from, end.getValue()));
            }
            List<JobLogEntry> lines = lines(connection, start, audience);
            return new Changes(start, changes, lines, reached, more || lines.size() == LINES);
        });
    }

    private static List<JobLogEntry> lines(Connection connection, Cursor from, Audience audience) throws SQLException {
        return audience.job().isEmpty() || from.log().isEmpty()
                ? List.of()
                : JobLogReader.from(connection, audience.job().get(), from.log().get(), JobLogFilter.ALL, LINES);
    }

    /** The next changes of a partition, at least {@code most} where there are as many: positions are never split. */
    private static List<RowChange> page(Connection connection, int partition, long from, int most, Audience audience)
            throws SQLException {
        Object[] arguments = Stream.concat(
                        Stream.<Object>of(partition, from),
                        Stream.concat(
                                Stream.concat(audience.job().stream(), audience.study().stream()), Stream.of(most)))
                .toArray();
        List<RowChange> jobs = Sql.list(
                connection,
                "SELECT " + JobSummary.COLUMNS + " FROM job_list t" + OF_PARTITION.formatted(filter("t.id", audience)),
                row -> change(row, RowChange.JOB, JobSummary.class),
                arguments);
        List<RowChange> epochs = Sql.list(
                connection,
                "SELECT t.* FROM learning_curves t" + OF_PARTITION.formatted(filter("t.job", audience)),
                row -> change(row, RowChange.EPOCH, EpochPoint.class),
                arguments);
        // Nothing of what was cut off may be skipped.
        long last = Math.min(lastOf(jobs, most), lastOf(epochs, most));
        List<RowChange> both = Stream.concat(jobs.stream(), epochs.stream())
                .filter(change -> change.offset() <= last)
                .sorted(Comparator.comparingLong(RowChange::offset)
                        .thenComparing(RowChange::type, Comparator.reverseOrder()))
                .toList();
        if (both.size() <= most) {
            return both;
        }
        int end = most;
        while (end < both.size() && both.get(end).isAt(both.get(end - 1))) {
            end++;
        }
        return both.subList(0, end);
    }

    private static long lastOf(List<RowChange> changes, int most) {
        return changes.size() < most ? Long.MAX_VALUE : changes.getLast().offset();
    }

    private static RowChange change(RowView row, String type, Class<?> subject) {
        return new RowChange(
                row.getColumn("log_partition", Integer.class),
                row.getColumn("log_offset", Long.class),
                type,
                row.getRow(subject));
    }

    /** Members of a study that was not yet known are all news, however long ago they changed. */
    private static Cursor forStudy(Connection connection, Cursor cursor, Audience audience) throws SQLException {
        if (audience.study().isEmpty()) {
            return cursor;
        }
        return Sql.one(
                        connection,
                        "SELECT log_partition AS partition, log_offset AS offset FROM latest_studies WHERE id = ?",
                        LogPosition.class,
                        audience.study().get())
                .filter(at -> at.offset() >= cursor.next(at.partition()))
                .filter(at -> cursor.study().filter(at::equals).isEmpty())
                .map(cursor::fromStartFor)
                .orElse(cursor);
    }

    private static String filter(String job, Audience audience) {
        String where = audience.job().isPresent() ? " AND " + job + " = ?" : "";
        return audience.study().isPresent()
                ? where + " AND " + job + " IN (SELECT job FROM study_jobs WHERE study = ?)"
                : where;
    }
}

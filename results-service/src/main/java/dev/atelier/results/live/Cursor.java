package dev.atelier.results.live;

import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.text.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a client has followed the projection: for each partition of the log the offset of the next event, written
 * {@code 0:12,1:7}, and, where a study is followed, the event that requested it, written behind a semicolon:
 * {@code 0:12,1:7;2:55}. Where a job is followed, the next line of its log stands behind an at sign:
 * {@code 0:12,1:7@3:99}. It stays valid when the projection is rebuilt, since the rows then carry the same positions again.
 *
 * @param study where the followed study was last requested, once its jobs are being sent
 * @param log from where the log of the followed job is sent, in the topic of logs
 */
public record Cursor(SortedMap<Integer, Long> next, Optional<LogPosition> study, Optional<LogPosition> log) {
    private static final String START = "start";
    private static final int LONGEST = 100_000;

    public Cursor {
        next = new TreeMap<>(next);
    }

    public Cursor(SortedMap<Integer, Long> next) {
        this(next, Optional.empty(), Optional.empty());
    }

    /** Before everything; written {@code start}. */
    public static Cursor start() {
        return new Cursor(new TreeMap<>());
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if this is none
     */
    public static Cursor parse(String text) {
        int sign = text.indexOf('@');
        Optional<LogPosition> log = sign < 0 ? Optional.empty() : Optional.of(position(text.substring(sign + 1), text));
        String ofEvents = sign < 0 ? text : text.substring(0, sign);
        int mark = ofEvents.indexOf(';');
        String offsets = mark < 0 ? ofEvents : ofEvents.substring(0, mark);
        SortedMap<Integer, Long> next = new TreeMap<>();
        if (!offsets.equals(START)) {
            for (String part : offsets.length() > LONGEST ? new String[] {""} : offsets.split(",", -1)) {
                LogPosition at = position(part, text);
                next.put(at.partition(), at.offset());
            }
        }
        return new Cursor(
                next, mark < 0 ? Optional.empty() : Optional.of(position(ofEvents.substring(mark + 1), text)), log);
    }

    private static LogPosition position(String pair, String whole) {
        return LogPosition.parse(pair)
                .orElseThrow(() -> new IllegalArgumentException("the position is '" + Printable.line(whole, 200)
                        + "'; expected partition:offset pairs such as 0:12,1:7, or start"));
    }

    long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** Past the event that made this change. */
    public Cursor past(RowChange change) {
        return at(change.partition(), Math.max(next(change.partition()), change.offset() + 1));
    }

    /** With this as the next offset of the partition. */
    Cursor at(int partition, long offset) {
        SortedMap<Integer, Long> moved = new TreeMap<>(next);
        moved.put(partition, offset);
        return new Cursor(moved, study, log);
    }

    /** Before everything again, to send the jobs of a study that was requested there. */
    Cursor fromStartFor(LogPosition studyAt) {
        return new Cursor(new TreeMap<>(), Optional.of(studyAt), log);
    }

    /** Whether it is before every event. */
    boolean isStart() {
        return next.isEmpty();
    }

    /** With this as the next line of the followed job's log. */
    public Cursor withLog(LogPosition nextLine) {
        return new Cursor(next, study, Optional.of(nextLine));
    }

    @Override
    public String toString() {
        String offsets = next.isEmpty()
                ? START
                : next.entrySet().stream()
                        .map((Map.Entry<Integer, Long> entry) -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
        return offsets
                + study.map(at -> ";" + at.text()).orElse("")
                + log.map(at -> "@" + at.text()).orElse("");
    }
}

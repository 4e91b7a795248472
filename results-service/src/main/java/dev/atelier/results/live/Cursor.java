package dev.atelier.results.live;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far somebody has followed the projection: for each partition of the log the offset of the next event, written
 * {@code 0:12,1:7}. It stays valid when the projection is rebuilt, since the rows then carry the same positions again.
 */
public record Cursor(SortedMap<Integer, Long> next) {
    private static final String START = "start";

    public Cursor {
        next = new TreeMap<>(next);
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
        if (text.equals(START)) {
            return start();
        }
        SortedMap<Integer, Long> next = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            if (!part.matches("\\d{1,9}:\\d{1,18}")) {
                throw new IllegalArgumentException(
                        "the position is '" + text + "'; expected partition:offset pairs such as 0:12,1:7, or start");
            }
            int colon = part.indexOf(':');
            next.put(Integer.valueOf(part.substring(0, colon)), Long.valueOf(part.substring(colon + 1)));
        }
        return new Cursor(next);
    }

    long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** Past the event that made this change. */
    public Cursor past(Change change) {
        SortedMap<Integer, Long> moved = new TreeMap<>(next);
        moved.merge(change.partition(), change.offset() + 1, Math::max);
        return new Cursor(moved);
    }

    /** The further of the two in each partition. */
    Cursor and(Cursor other) {
        SortedMap<Integer, Long> further = new TreeMap<>(next);
        other.next.forEach((partition, offset) -> further.merge(partition, offset, Math::max));
        return new Cursor(further);
    }

    @Override
    public String toString() {
        return next.isEmpty()
                ? START
                : next.entrySet().stream()
                        .map((Map.Entry<Integer, Long> entry) -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
    }
}

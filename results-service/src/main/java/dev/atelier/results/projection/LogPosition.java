package dev.atelier.results.projection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in its topic a record stands. A row carries the position of the event that last changed it. */
public record LogPosition(int partition, long offset) {
    private static final Pattern PAIR = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /** Reads a position such as {@code 0:12}; nothing where the text is none. */
    public static Optional<LogPosition> parse(String text) {
        Matcher pair = PAIR.matcher(text);
        return pair.matches()
                ? Optional.of(new LogPosition(Integer.parseInt(pair.group(1)), Long.parseLong(pair.group(2))))
                : Optional.empty();
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return partition + ":" + offset;
    }

    /** The position behind it. */
    public LogPosition next() {
        return new LogPosition(partition, offset + 1);
    }
}

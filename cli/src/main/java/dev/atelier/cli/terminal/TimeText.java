package dev.atelier.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times and durations in plain text. */
public final class TimeText {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private TimeText() {}

    /** In the time zone of this machine; a dash for none. */
    public static String local(@Nullable Instant time) {
        return time == null ? "-" : LOCAL.withZone(ZoneId.systemDefault()).format(time);
    }

    /** The same without seconds, for tables. */
    public static String minute(@Nullable Instant time) {
        return time == null ? "-" : MINUTE.withZone(ZoneId.systemDefault()).format(time);
    }

    /** How long something took: below ten seconds with a decimal, else in the two greatest units. */
    public static String lasted(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(10)) < 0
                ? String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0)
                : duration(duration);
    }

    /** In the two greatest units, such as {@code 2 h 05 min}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        return seconds < 5400
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}

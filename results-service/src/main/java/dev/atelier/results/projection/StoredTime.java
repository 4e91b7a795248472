package dev.atelier.results.projection;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Events have time to the nanosecond, the database keeps microseconds: rows hold what can be stored. */
public final class StoredTime {
    private StoredTime() {}

    public static Instant of(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}

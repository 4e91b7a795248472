package dev.atelier.trainer.retention;

import java.time.Duration;

/**
 * What is kept, and for how long.
 *
 * @param bytes most bytes in the folder; for what is new, what was used longest ago goes
 * @param unused how long an entry that nobody uses stays
 */
public record Retention(long bytes, Duration unused) {
    public Retention {
        if (bytes < 0 || unused.isNegative() || unused.isZero()) {
            throw new IllegalArgumentException("retention is " + bytes + " bytes and " + unused
                    + " unused; expected at least 0 bytes and a duration above zero");
        }
    }
}

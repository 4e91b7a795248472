package dev.atelier.trainer.retention;

import dev.atelier.contracts.check.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What is kept, and for how long: the one policy of every folder that is bounded. What is not used for long goes; where
 * there is too much, what was used longest ago goes.
 *
 * @param bytes most bytes in the folder
 * @param unused how long an entry that nobody uses stays
 */
public record Retention(long bytes, Duration unused) {
    private static final Duration FOR_EVER = Duration.ofDays(365L * 10_000);
    private static final long GIBIBYTE = 1 << 30;

    public Retention {
        if (bytes < 0 || unused.isNegative() || unused.isZero()) {
            throw new IllegalArgumentException("retention is " + bytes + " bytes and " + unused
                    + " unused; expected at least 0 bytes and a duration above zero");
        }
    }

    /** A policy in which a limit of 0 is none. */
    public static Retention unlimitedWhereZero(long bytes, Duration unused) {
        return new Retention(bytes == 0 ? Long.MAX_VALUE : bytes, unused.isZero() ? FOR_EVER : unused);
    }

    /** The order in which entries go. */
    public static Comparator<Entry> longestUnusedFirst() {
        return Comparator.comparing(Entry::used).thenComparing(Entry::name);
    }

    /**
     * Why an entry is to be deleted; empty where it may stay. Entries are to be passed in their order, and what is
     * deleted no longer counts as kept.
     *
     * @param kept bytes of all entries that are there
     * @param room bytes to make room for
     */
    public Optional<Cause> cause(Entry entry, long kept, long room, Instant now) {
        if (entry.used().isBefore(now.minus(unused))) {
            return Optional.of(Cause.AGE);
        }
        return kept > bytes - room ? Optional.of(Cause.SIZE) : Optional.empty();
    }

    /** The limit of size, in words. */
    public String size() {
        return bytes >= GIBIBYTE && bytes % GIBIBYTE == 0 ? bytes / GIBIBYTE + " GiB" : bytes + " bytes";
    }

    /** The limit of age, in words. */
    public String age() {
        return unused.equals(Duration.ofDays(unused.toDays())) ? Counted.of(unused.toDays(), "day") : unused.toString();
    }

    /** Why an entry is deleted. */
    public enum Cause {
        /** Nobody has used it for long. */
        AGE,
        /** There is too much, and nothing that may go was used longer ago. */
        SIZE
    }

    /**
     * One of the things that a folder holds.
     *
     * @param used when it was last used
     */
    public record Entry(String name, Instant used, long bytes) {}
}

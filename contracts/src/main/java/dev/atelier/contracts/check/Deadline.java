package dev.atelier.contracts.check;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long the check of one submission may take. The check reads it at every object and list that it visits, so that it ends by
 * itself, without being interrupted.
 */
public final class Deadline {
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final long start;

    private Deadline(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** A deadline that begins now, by a clock of nanoseconds. */
    public static Deadline after(Duration limit, LongSupplier nanoTime) {
        return new Deadline(limit, nanoTime);
    }

    /** For documents of one's own, which need no limit. */
    public static Deadline none() {
        return new Deadline(Duration.ofNanos(Long.MAX_VALUE), () -> 0);
    }

    /** @throws ExceededException if the time is up */
    public void check() {
        if (nanoTime.getAsLong() - start > limit.toNanos()) {
            throw new ExceededException(limit);
        }
    }

    /** The check took longer than it may. */
    public static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExceededException(Duration limit) {
            super("The check takes longer than " + limit.toMillis() + " ms");
        }
    }
}

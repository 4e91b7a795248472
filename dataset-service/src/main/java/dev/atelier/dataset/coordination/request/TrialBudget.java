package dev.atelier.dataset.coordination.request;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a check may be tried before it is left to a thread of its own: {@link #LONGEST}, and less where tries that came
 * to nothing have lately taken more than a tenth of the time; never less than {@link #SHORTEST}, in which nearly every
 * submission is checked.
 */
final class TrialBudget {
    static final Duration LONGEST = Duration.ofMillis(250);
    static final Duration SHORTEST = Duration.ofMillis(10);
    private static final int SHARE = 10;

    private final LongSupplier nanoTime;
    private long left = LONGEST.toNanos();
    private long lastLook;

    /** @param nanoTime a monotonic clock */
    TrialBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong();
    }

    /** How long the next check may be tried. */
    Duration limit() {
        long now = nanoTime.getAsLong();
        left = Math.min(LONGEST.toNanos(), left + (now - lastLook) / SHARE);
        lastLook = now;
        return Duration.ofNanos(Math.max(left, SHORTEST.toNanos()));
    }

    /** Records an attempt that failed. */
    void spend(Duration tried) {
        left = Math.max(0, left - tried.toNanos());
    }
}

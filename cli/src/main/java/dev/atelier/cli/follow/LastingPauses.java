package dev.atelier.cli.follow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Which jobs are paused for good, as far as a follower is concerned: one that was just resumed is queued again soon. */
final class LastingPauses {
    private static final Duration LASTING = Duration.ofSeconds(4);

    private final LongSupplier nanoTime;
    private final Map<String, Long> since = new HashMap<>();

    /** @param nanoTime a monotonic clock */
    LastingPauses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note of whether a job is paused; returns whether it has been for a while. */
    boolean observe(String job, boolean isPaused) {
        if (!isPaused) {
            since.remove(job);
            return false;
        }
        long now = nanoTime.getAsLong();
        return now - since.computeIfAbsent(job, first -> now) >= LASTING.toNanos();
    }
}

package dev.atelier.dataset.coordination.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * How many jobs wait in a queue: one for each that runs, and as many more as the trainers need within {@link #COVERED}, so that
 * they never wait for the next, and have work for a while when nobody dispatches. The shorter the queue, the more exact is the
 * order of the jobs.
 */
final class QueueLength {
    /** Longer than it takes to notice that a job is taken from the queue, and to dispatch the next. */
    static final Duration COVERED = Duration.ofSeconds(2);

    private static final int LEAST = 2;
    private static final int MOST_PER_TRAINER = 50;

    private QueueLength() {}

    static int of(int running, Optional<Duration> perRound) {
        long jobs = perRound.map(mean -> COVERED.toMillis() / Math.max(1, mean.toMillis()))
                .orElse(0L);
        return Math.max(LEAST, running * (int) Math.clamp(jobs, 1, MOST_PER_TRAINER));
    }
}

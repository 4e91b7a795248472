package dev.atelier.trainer.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The right to work on one job. The queue's thread extends it with each renewal of the broker's lock; the working thread
 * checks it before every step, which is how the queue knows that the work makes progress, and before every event. It
 * ends by itself when it has not been extended for the duration of a lock, so that a process that was suspended detects
 * at once that it no longer holds the job. Once lost it stays lost.
 */
public final class Lease {
    private final LongSupplier nanoTime;
    private final long lockNanos;
    private volatile long renewedAt;
    private volatile long lastSign;
    private volatile boolean lost;
    private volatile boolean stopping;

    /**
     * @param nanoTime time that passes evenly, also while the process is suspended; {@link System#nanoTime}
     * @param renewedAt when the lock was last requested, by that clock
     */
    public Lease(LongSupplier nanoTime, Duration lock, long renewedAt) {
        this.nanoTime = nanoTime;
        this.lockNanos = lock.toNanos();
        this.renewedAt = renewedAt;
        this.lastSign = nanoTime.getAsLong();
    }

    /**
     * The reason to stop working now, if there is one. A lost job comes before a stopping process. A call is a sign of
     * progress.
     */
    public Optional<Interruption> interruption() {
        lastSign = nanoTime.getAsLong();
        if (!held()) {
            return Optional.of(Interruption.LOST);
        }
        return stopping ? Optional.of(Interruption.STOPPING) : Optional.empty();
    }

    /** Whether the job is still this worker's. */
    public boolean held() {
        if (!lost && nanoTime.getAsLong() - renewedAt >= lockNanos) {
            lost = true;
        }
        return !lost;
    }

    /** How long ago the working thread last gave a sign of progress. */
    Duration sinceLastSign() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastSign);
    }

    /** Extends the lease by a whole lock from the moment at which the renewal was requested. */
    void extend(long requestedAt) {
        renewedAt = requestedAt;
    }

    void lose() {
        lost = true;
    }

    /** Signals the working thread to stop, as the process is stopping; the job stays this worker's meanwhile. */
    public void stop() {
        stopping = true;
    }
}

package dev.atelier.trainer.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits for something with a limit, and stops waiting when the run is to stop. */
public final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /**
     * Polls again and again.
     *
     * @return empty if {@code limit} passed without a value
     */
    public static <T, X extends Exception> Optional<T> await(Duration limit, RunStopSignal stop, Probe<T, X> probe)
            throws RunInterruptedException, X {
        return await(limit, stop, () -> {}, probe);
    }

    /**
     * Polls again and again.
     *
     * @param onWait is run once, if there is no value at first
     * @return empty if {@code limit} passed without a value
     */
    public static <T, X extends Exception> Optional<T> await(
            Duration limit, RunStopSignal stop, Runnable onWait, Probe<T, X> probe) throws RunInterruptedException, X {
        long start = System.nanoTime();
        boolean waits = false;
        while (true) {
            stop.check();
            Optional<T> value = probe.poll();
            if (value.isPresent() || System.nanoTime() - start > limit.toNanos()) {
                return value;
            }
            if (!waits) {
                onWait.run();
                waits = true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** A query whose value may not be there yet. */
    @FunctionalInterface
    public interface Probe<T, X extends Exception> {
        Optional<T> poll() throws X, RunInterruptedException;
    }
}

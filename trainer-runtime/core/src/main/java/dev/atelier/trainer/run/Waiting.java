package dev.atelier.trainer.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits for something with a limit, and stops waiting when the run is to stop. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /**
     * Asks again and again.
     *
     * @return empty if {@code limit} passed without an answer
     */
    static <T, X extends Exception> Optional<T> until(Duration limit, RunSignals signals, Probe<T, X> probe)
            throws RunInterruptedException, X {
        long start = System.nanoTime();
        while (true) {
            signals.check();
            Optional<T> answer = probe.ask();
            if (answer.isPresent() || System.nanoTime() - start > limit.toNanos()) {
                return answer;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** A question that has no answer yet, or one. */
    @FunctionalInterface
    interface Probe<T, X extends Exception> {
        Optional<T> ask() throws X, RunInterruptedException;
    }
}

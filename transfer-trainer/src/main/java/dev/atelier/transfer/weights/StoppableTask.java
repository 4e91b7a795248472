package dev.atelier.transfer.weights;

import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what can block for long, such as reading from the network, on a thread of its own, while the caller looks whether it
 * is still to be done. It is interrupted where it is not, where it takes too long, and where nothing moves any more.
 */
final class StoppableTask {
    private static final Duration LOOK = Duration.ofMillis(100);

    private StoppableTask() {}

    /** How long a task may take. */
    record Limits(Duration whole, Duration withoutProgress) {}

    /**
     * Returns what the task does.
     *
     * @param progress a number that changes as long as the task gets on
     * @throws HttpTimeoutException if a limit is reached
     */
    static <T> T run(Callable<T> task, LongSupplier progress, Limits limits, StopSignal stop)
            throws IOException, StoppedException {
        FutureTask<T> running = new FutureTask<>(task);
        Thread thread = Thread.ofPlatform().daemon().name("weights").start(running);
        try {
            long start = System.nanoTime();
            long lastProgress = start;
            long reached = progress.getAsLong();
            while (true) {
                stop.check();
                try {
                    return running.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillRunning) {
                    long now = System.nanoTime();
                    if (progress.getAsLong() != reached) {
                        reached = progress.getAsLong();
                        lastProgress = now;
                    }
                    if (now - start > limits.whole().toNanos()) {
                        throw new HttpTimeoutException(
                                "it takes longer than " + limits.whole().toSeconds() + " s");
                    }
                    if (now - lastProgress > limits.withoutProgress().toNanos()) {
                        throw new HttpTimeoutException(
                                "nothing came for " + limits.withoutProgress().toSeconds() + " s");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted");
        } finally {
            running.cancel(true);
            awaitEnd(thread);
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case IOException failure -> failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null, default -> new IOException(cause);
        };
    }

    /** Whoever comes next finds the files at rest. */
    private static void awaitEnd(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.atelier.download;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what can block for long on a thread of its own, and interrupts it where it is no longer wanted, takes too long, or
 * makes no progress.
 *
 * @param progress a number that changes as long as the task gets on
 * @param timeout makes the exception for a limit that is reached, from the reason
 */
record WatchedTask<X extends Exception>(
        LongSupplier progress,
        Duration idle,
        Optional<Duration> whole,
        StopCheck<X> stop,
        Function<String, IOException> timeout) {
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Returns what the task returns. */
    <T> T run(Callable<T> task) throws IOException, InterruptedException, X {
        FutureTask<T> running = new FutureTask<>(task);
        Thread thread = Thread.ofPlatform().daemon().name("download").start(running);
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
                    if (whole.isPresent() && now - start > whole.get().toNanos()) {
                        throw timeout.apply(
                                "it takes longer than " + whole.get().toSeconds() + " s");
                    }
                    if (now - lastProgress > idle.toNanos()) {
                        throw timeout.apply("no data arrived for " + idle.toSeconds() + " s");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
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

    /** The next attempt must find the files closed. */
    private static void awaitEnd(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

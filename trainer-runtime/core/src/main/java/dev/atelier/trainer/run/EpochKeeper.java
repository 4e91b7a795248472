package dev.atelier.trainer.run;

import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Keeps what an epoch came to, checkpoint and event, on a thread of its own while the next epoch trains: the disk and the
 * broker cost a job no time then. One epoch is kept at a time and in order; a failure to keep one is thrown at the next
 * opportunity, so that training is never more than one epoch ahead of what is safe. Closing waits for what is under way.
 */
final class EpochKeeper implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("epoch-keeper").factory());
    private final Context trace = Context.current();
    private Future<?> underWay = CompletableFuture.completedFuture(null);

    /** What is done to keep an epoch. */
    @FunctionalInterface
    interface Keeping {
        void keep() throws IOException, DisownedException, EventNotAcknowledgedException;
    }

    /** Begins to keep an epoch once the one before is safe. */
    void keep(Keeping epoch) throws IOException, DisownedException, EventNotAcknowledgedException {
        awaitKept();
        underWay = thread.submit(() -> {
            try (Scope current = trace.makeCurrent()) {
                epoch.keep();
            }
            return null;
        });
    }

    /** Returns when every epoch is safe. */
    void awaitKept() throws IOException, DisownedException, EventNotAcknowledgedException {
        try {
            underWay.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case DisownedException disowned -> throw disowned;
                case EventNotAcknowledgedException silent -> throw silent;
                case RuntimeException unforeseen -> throw unforeseen;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventNotAcknowledgedException("interrupted while an epoch was kept", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}

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
 * Writes the checkpoint of an epoch and publishes its event, on a thread of its own while the next epoch trains, so that the
 * disk and the broker cost a job no time. Epochs are written one at a time and in order; a failure is thrown at the next
 * call, so that training is never more than one epoch ahead of the checkpoints. Closing waits for the write in progress.
 */
final class AsyncCheckpointer implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("epoch-checkpointer").factory());
    private final Context trace = Context.current();
    private Future<?> underWay = CompletableFuture.completedFuture(null);

    /** Writes one epoch. */
    @FunctionalInterface
    interface Checkpointing {
        void write() throws IOException, DisownedException, EventNotAcknowledgedException;
    }

    /** Begins to write an epoch once the one before is written. */
    void write(Checkpointing epoch) throws IOException, DisownedException, EventNotAcknowledgedException {
        awaitWritten();
        underWay = thread.submit(() -> {
            try (Scope current = trace.makeCurrent()) {
                epoch.write();
            }
            return null;
        });
    }

    /** Returns when every epoch is written. */
    void awaitWritten() throws IOException, DisownedException, EventNotAcknowledgedException {
        try {
            underWay.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case DisownedException disowned -> throw disowned;
                case EventNotAcknowledgedException silent -> throw silent;
                case RuntimeException unexpected -> throw unexpected;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventNotAcknowledgedException("interrupted while an epoch was written", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}

package dev.atelier.cli.stack;

import dev.atelier.cli.stack.service.StackFolder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes the stack's record after each change, on a thread of its own, and again and again where it cannot be written, as
 * on a full disk: nobody who changes anything waits for it or fails with it.
 */
final class RecordWriter implements Runnable {
    private static final long PAUSE_MILLIS = 1000;

    private final StackFolder folder;
    private final Supplier<StackRecord> state;
    private boolean changed = true;
    private boolean writing;
    private boolean ended;

    RecordWriter(StackFolder folder, Supplier<StackRecord> state) {
        this.folder = folder;
        this.state = state;
    }

    /** The record differs from what was written. */
    synchronized void change() {
        changed = true;
        notifyAll();
    }

    /** Nothing is written any more when this returns. */
    synchronized void end() {
        ended = true;
        notifyAll();
        try {
            while (writing) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        Optional<String> obstacle = Optional.empty();
        try {
            while (awaitChange()) {
                Optional<String> failure = write();
                if (!failure.equals(obstacle)) {
                    Supervisor.log(
                            failure.map(reason -> reason + "; retrying").orElse("the record can be written again"));
                    obstacle = failure;
                }
                if (failure.isPresent()) {
                    change();
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitChange() throws InterruptedException {
        while (!changed && !ended) {
            wait();
        }
        changed = false;
        writing = !ended;
        return !ended;
    }

    private synchronized void pause() throws InterruptedException {
        if (!ended) {
            TimeUnit.MILLISECONDS.timedWait(this, PAUSE_MILLIS);
        }
    }

    /** The reason why not, if not. */
    private Optional<String> write() {
        try {
            state.get().write(folder);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(Reasons.of(e));
        } finally {
            synchronized (this) {
                writing = false;
                notifyAll();
            }
        }
    }
}

package dev.atelier.trainer.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that run the pieces of one {@link Work} after another. The caller takes part and returns when all
 * pieces are done; what they wrote is then visible to it. Which thread runs which piece is left to chance, since pieces
 * are cut by shape and independent: the result is the same with any number of threads. A worker waits in a short spin
 * for the next work, so that handing over costs well under a microsecond during training, and then parks. Not for use
 * by more than one caller at a time.
 */
public final class Workers implements AutoCloseable {
    private static final long SPIN_NANOS = 200_000;
    private static final int SPINS_BETWEEN_LOOKS = 64;

    private final List<Worker> workers = new ArrayList<>();
    private volatile Round round = new Round(new Nothing());
    private volatile boolean closed;

    /**
     * @param threads how many threads share the work, the caller among them; no more are used than the machine has
     *     processors
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; expected at least 1");
        }
        int useful = Math.min(threads, Runtime.getRuntime().availableProcessors());
        for (int i = 1; i < useful; i++) {
            Worker worker = new Worker(round);
            workers.add(worker);
            Thread.ofPlatform().daemon().name("kernel-" + i).start(worker);
        }
    }

    public void run(Work work) {
        if (closed) {
            throw new IllegalStateException("These workers are closed");
        }
        if (workers.isEmpty() || work.pieces() <= 1) {
            for (int piece = 0; piece < work.pieces(); piece++) {
                work.run(piece);
            }
            return;
        }
        Round next = new Round(work);
        round = next;
        for (Worker worker : workers) {
            worker.wake();
        }
        next.takePart();
        next.awaitAll();
        next.rethrow();
    }

    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            worker.wake();
        }
    }

    private record Nothing() implements Work {
        @Override
        public int pieces() {
            return 0;
        }

        @Override
        public void run(int piece) {}
    }

    /** One work and who has taken what of it. A worker that comes late finds nothing left in its own round. */
    private static final class Round {
        private final Work work;
        private final int pieces;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Round(Work work) {
            this.work = work;
            this.pieces = work.pieces();
        }

        void takePart() {
            for (int piece = taken.getAndIncrement(); piece < pieces; piece = taken.getAndIncrement()) {
                try {
                    work.run(piece);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done.getAndIncrement();
                }
            }
        }

        void awaitAll() {
            for (int spins = 1; done.get() < pieces; spins++) {
                if (spins % 4096 == 0) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
        }

        void rethrow() {
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("A piece of " + work + " failed: " + cause, cause);
            }
        }
    }

    private final class Worker implements Runnable {
        private Round last;
        private volatile @Nullable Thread parked;

        Worker(Round first) {
            last = first;
        }

        void wake() {
            Thread thread = parked;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            while (awaitNext()) {
                last.takePart();
            }
        }

        /** Spins, then parks, until there is a new round (true) or the workers are closed (false). */
        private boolean awaitNext() {
            long began = System.nanoTime();
            for (int spins = 1; round == last && !closed; spins++) {
                if (spins % SPINS_BETWEEN_LOOKS != 0 || System.nanoTime() - began < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    park();
                }
            }
            last = round;
            return !closed;
        }

        private void park() {
            parked = Thread.currentThread();
            while (round == last && !closed) {
                LockSupport.park(Workers.this);
            }
            parked = null;
        }
    }
}

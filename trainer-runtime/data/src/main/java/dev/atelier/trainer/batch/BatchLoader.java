package dev.atelier.trainer.batch;

import dev.atelier.trainer.algorithm.Batch;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Prepares batches on a thread of its own while earlier ones are trained on. It owns a fixed number of buffers, filled
 * again and again: memory is bounded, and a batch allocates nothing. One pass at a time; what a pass returns depends on
 * its selection and epoch, never on timing. Used from one thread.
 */
public final class BatchLoader implements AutoCloseable {
    private final int batchSize;
    private final int features;
    private final Batch[] slots;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("batches").daemon().factory());
    private int[] order = {};
    private Optional<Pass> current = Optional.empty();

    /**
     * @param batchSize images in every batch but the last of a pass
     * @param features values of one image
     * @param ahead number of batches to prepare ahead of the one in use, at least 1
     */
    public BatchLoader(int batchSize, int features, int ahead) {
        if (batchSize < 1 || features < 1 || ahead < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", features is " + features
                    + " and ahead is " + ahead + ", but all must be at least 1");
        }
        this.batchSize = batchSize;
        this.features = features;
        this.slots = new Batch[ahead + 1];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = new Batch(new float[Math.multiplyExact(batchSize, features)], new int[batchSize], batchSize);
        }
    }

    /** Images in every batch but the last of a pass. */
    public int batchSize() {
        return batchSize;
    }

    /**
     * Starts to prepare the batches of an epoch. A pass that is still open is closed first.
     *
     * @param epoch from 1; decides order and placements
     */
    public Batches read(Selection selection, int epoch) {
        if (selection.values() != features) {
            throw new IllegalArgumentException(
                    "selection has images of " + selection.values() + " values; expected images of " + features);
        }
        current.ifPresent(Pass::close);
        if (order.length != selection.size()) {
            order = new int[selection.size()];
        }
        Pass pass = new Pass(selection, epoch);
        current = Optional.of(pass);
        thread.execute(pass::prepare);
        return pass;
    }

    @Override
    public void close() {
        current.ifPresent(Pass::close);
        thread.shutdown();
    }

    private final class Pass implements Batches {
        private final Selection selection;
        private final int epoch;
        private final int batches;
        private final Semaphore free = new Semaphore(slots.length);
        private final Semaphore ready = new Semaphore(0);
        private final Semaphore ended = new Semaphore(0);
        private volatile boolean closed;
        private volatile Optional<Throwable> failure = Optional.empty();
        private int taken;
        private long waitedNanos;

        Pass(Selection selection, int epoch) {
            this.selection = selection;
            this.epoch = epoch;
            this.batches = selection.batches(batchSize);
        }

        @Override
        public boolean hasNext() {
            return taken < batches && !closed;
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no batch is left after " + taken + " of " + batches);
            }
            if (taken > 0) {
                free.release();
            }
            if (!ready.tryAcquire()) {
                long start = System.nanoTime();
                ready.acquireUninterruptibly();
                waitedNanos += System.nanoTime() - start;
            }
            failure.ifPresent(cause -> {
                throw new IllegalStateException("a batch of epoch " + epoch + " could not be prepared", cause);
            });
            Batch slot = slots[taken % slots.length];
            int size = size(taken);
            taken++;
            return size == batchSize ? slot : new Batch(slot.inputs(), slot.labels(), size);
        }

        @Override
        public Duration waited() {
            return Duration.ofNanos(waitedNanos);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                free.release();
                ended.acquireUninterruptibly();
            }
        }

        private void prepare() {
            try {
                selection.order(epoch, order);
                for (int batch = 0; batch < batches; batch++) {
                    free.acquireUninterruptibly();
                    if (closed) {
                        return;
                    }
                    fill(slots[batch % slots.length], batch * batchSize, size(batch));
                    ready.release();
                }
            } catch (RuntimeException | Error e) {
                failure = Optional.of(e);
                ready.release();
            } finally {
                ended.release();
            }
        }

        private void fill(Batch slot, int from, int size) {
            for (int i = 0; i < size; i++) {
                int position = order[from + i];
                slot.labels()[i] = selection.label(position);
                selection.show(position, epoch, slot.inputs(), i * features);
            }
        }

        private int size(int batch) {
            return Math.min(batchSize, selection.size() - batch * batchSize);
        }
    }
}

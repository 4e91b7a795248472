package dev.atelier.trainer.batch;

import dev.atelier.trainer.algorithm.Batch;
import java.time.Duration;
import java.util.Iterator;

/**
 * The batches of one pass over a {@link Selection}, in order. A batch is good until the next one is taken. Closing leaves
 * the rest of the pass unread. Used from one thread.
 */
public interface Batches extends Iterator<Batch>, AutoCloseable {
    /** Time that {@link #next} has spent so far on batches that were not ready. */
    Duration waited();

    @Override
    void close();
}

package dev.atelier.trainer.run;

import dev.atelier.trainer.checkpoint.CheckpointStore;
import java.io.IOException;

/**
 * The last checkpoints of completed jobs, from which longer jobs continue. Whenever their bytes have been counted, a quarter of
 * what is allowed is free, so that they need not be counted for every job that ends. Thread-safe.
 */
public final class KeptCheckpoints {
    private static final int PARTS = 4;

    private final CheckpointStore store;
    private final long most;
    private long added;

    /** @param most bytes of all of them at most; 0 keeps none */
    public KeptCheckpoints(CheckpointStore store, long most) {
        this.store = store;
        this.most = most;
        this.added = most;
    }

    /** Whether one of so many bytes may be kept. */
    public boolean hasRoom(long bytes) {
        return bytes <= most / PARTS && most > 0;
    }

    /** Takes note that one is kept. */
    public synchronized void add(long bytes) throws IOException {
        added += bytes;
        if (added > most / PARTS) {
            try {
                store.limitKept(most - most / PARTS);
            } finally {
                added = 0;
            }
        }
    }
}

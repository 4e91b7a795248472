package dev.atelier.trainer.run;

import dev.atelier.trainer.checkpoint.CheckpointStore;
import java.io.IOException;

/**
 * The last checkpoints of completed jobs, from which longer jobs continue. A part of the allowed bytes is kept free after each
 * look at all of them, so that not every job that ends requires one. Used by one thread at a time.
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
    public void add(long bytes) throws IOException {
        added += bytes;
        if (added > most / PARTS) {
            store.limitKept(most - most / PARTS);
            added = 0;
        }
    }
}

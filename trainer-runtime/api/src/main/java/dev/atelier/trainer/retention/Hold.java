package dev.atelier.trainer.retention;

import java.nio.file.Path;

/** An entry of a {@link RetainedFolder} in use; closing it releases it. */
public final class Hold implements AutoCloseable {
    private final Path folder;
    private final FileLocks.Held lock;

    /** Who else may hold the same. */
    public enum Mode {
        /** Nobody. */
        EXCLUSIVE,
        /** All who read it too. */
        SHARED
    }

    Hold(Path folder, FileLocks.Held lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** The entry's folder. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        lock.close();
    }
}

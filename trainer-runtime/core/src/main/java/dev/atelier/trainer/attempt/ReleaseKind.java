package dev.atelier.trainer.attempt;

import dev.atelier.trainer.outage.MachineFault;
import java.util.Locale;

/** Why jobs go back to the queue, in one word for meters. None of it is the job's fault. */
enum ReleaseKind {
    /** A folder cannot be written to or read, or is full. */
    STORAGE,
    /** There is no memory for it here. */
    MEMORY,
    /** A library that training needs, such as PyTorch, cannot be loaded. */
    LIBRARY,
    /** The brokers do not respond, or do not deliver its dataset. */
    BROKER,
    /** The machine was busy with other jobs for too long. */
    BUSY,
    /** The work on it showed no sign of progress for too long, so that the trainer is restarted. */
    HUNG,
    /** The trainer is stopping. */
    STOPPING;

    static ReleaseKind of(MachineFault.Kind fault) {
        return switch (fault) {
            case STORAGE -> STORAGE;
            case MEMORY -> MEMORY;
            case LIBRARY -> LIBRARY;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

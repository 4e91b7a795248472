package dev.atelier.dataset.ledger;

import java.util.Locale;

/** Where a job is on its way. */
public enum JobState {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    public boolean hasEnded() {
        return this != QUEUED && this != RUNNING;
    }

    /** What meters call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

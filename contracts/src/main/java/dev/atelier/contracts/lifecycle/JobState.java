package dev.atelier.contracts.lifecycle;

import java.util.Locale;

/** Where a job stands. */
public enum JobState {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more happens to the job unless it is queued again. */
    public boolean hasEnded() {
        return this != QUEUED && this != RUNNING;
    }

    /** The name of the state in meters and messages, such as {@code queued}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

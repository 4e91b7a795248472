package dev.atelier.contracts.lifecycle;

import java.util.Locale;

/** Where a job stands. */
public enum JobState {
    QUEUED,
    RUNNING,
    /** A round has ended, and the next one continues after the last completed epoch. */
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more happens to the job unless it is queued again. */
    public boolean hasEnded() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /** The name of the state in meters and messages, such as {@code queued}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.atelier.results.projection;

/** Where one start of a job stands. */
public enum AttemptState {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** The round was paused. */
    PAUSED,
    /** The trainer gave the job back to its queue. */
    RELEASED,
    /** The job was started again before this attempt had published its end. */
    LOST
}

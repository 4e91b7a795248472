package dev.atelier.results.projection;

import dev.atelier.contracts.event.JobPaused;

/** Where one start of a job stands. */
public enum AttemptState {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** The round was paused. */
    PAUSED,
    /** A more urgent job took the trainer, and the job is queued again. */
    PREEMPTED,
    /** The trainer gave the job back to its queue. */
    RELEASED,
    /** The job was started again before this attempt had published its end. */
    LOST;

    /** How an attempt ends by a pause. */
    static AttemptState of(JobPaused event) {
        return event.kind().equals(JobPaused.PREEMPTED) ? PREEMPTED : PAUSED;
    }
}

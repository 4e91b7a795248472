package dev.atelier.trainer.control;

import dev.atelier.trainer.algorithm.StoppedException;

/** Work on a job ends here although the job has not ended by itself. */
public final class RunInterruptedException extends StoppedException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Cause {
        /** The job is no longer held by this trainer: nothing more is published. */
        LOST,
        /** The process stops: the job goes back. */
        STOPPING,
        /** The machine is busy with other jobs: the job goes back. */
        BUSY,
        /** The job was cancelled. */
        CANCELLED,
        /** The job was paused: its round ends, and the job continues in another. */
        PAUSED,
        /** The round ends for a more urgent job, and the job is queued again. */
        PREEMPTED,
        /** The round has completed as many epochs as it was queued for. */
        BUDGET
    }

    private final Cause reason;

    public RunInterruptedException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}

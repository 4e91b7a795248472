package dev.atelier.contracts.lifecycle;

/** What an event changes of a job. */
public enum Change {
    /** Nothing: the event is a duplicate, belongs to an older round or another run, or comes after the end. */
    NOTHING,
    /** The job waits, in a new round. */
    QUEUED,
    /** A run has started, and is the current one from now on. */
    STARTED,
    /** The current run has completed an epoch. */
    EPOCH,
    /** The current run has given the job back to its queue. */
    RELEASED,
    /** A run that was not started has given the job back: the event records why the job waits. */
    EXPLAINED,
    /** The round has ended, and the job continues in another. */
    PAUSED,
    /** The current run has completed the job. */
    COMPLETED,
    /** The current run was to restore a result, and resulted in other weights; the result stays. */
    MISMATCHED,
    /** The files of the result are deleted; the result stays. */
    FILES_DELETED,
    /** The job has ended without a result in this round; a result of an earlier round stays. */
    FAILED,
    /** The same, because it was cancelled. */
    CANCELLED
}

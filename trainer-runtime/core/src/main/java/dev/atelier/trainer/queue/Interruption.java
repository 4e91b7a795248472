package dev.atelier.trainer.queue;

/** Why work on a job must stop before the job has ended. */
public enum Interruption {
    /** The job belongs to nobody or to somebody else by now: not another word about it. */
    LOST,
    /** The process is stopping: what is finished is kept, the job is handed back. */
    STOPPING
}

package dev.atelier.trainer.queue;

/** Why work on a job must stop before the job has ended. */
public enum Interruption {
    /** The job may be held by another worker by now: nothing more may be published about it. */
    LOST,
    /** The process is stopping: what is finished is kept, the job is handed back. */
    STOPPING
}

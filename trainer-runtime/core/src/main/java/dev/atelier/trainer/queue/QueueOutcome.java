package dev.atelier.trainer.queue;

/** What becomes of a job when the work on it ends. */
public enum QueueOutcome {
    /** Its last event is in the log: the job leaves the queue. */
    DONE,
    /** This worker is stopping, or cannot work for now: the job goes back at once, for another worker. */
    HAND_BACK,
    /** This worker has no room for it, another may have: the job goes to the end of its queue, behind all that wait. */
    POSTPONE,
    /**
     * Nothing more can be decided about it here: another run owns it, or its events find no way into the log. It stays in
     * the queue and is handed out again after its lock has run out.
     */
    ABANDON
}

package dev.atelier.trainer.queue;

/** What happens to a job when the work on it ends. */
public enum QueueOutcome {
    /** Its last event is in the log: the job leaves the queue. */
    DONE,
    /** Its round has ended and the job continues in a later one: the record leaves the queue. */
    PAUSED,
    /** This worker is stopping, or cannot work for now: the job goes back at once, for another worker. */
    HAND_BACK,
    /** This worker has too little memory for it, another may have enough: the job goes to the end of its queue. */
    POSTPONE,
    /**
     * Nothing more can be decided about it here: another run owns it, or its events find no way into the log. It stays in
     * the queue and is handed out again after its lock has run out.
     */
    ABANDON
}

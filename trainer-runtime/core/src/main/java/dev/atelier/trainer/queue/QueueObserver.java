package dev.atelier.trainer.queue;

/** Hears what happens in a job queue, to count it. Called from the queue's thread; must not block. */
public interface QueueObserver {
    /** Hears nothing. */
    QueueObserver NONE = new QueueObserver() {};

    /** A job is held here now. */
    default void held(Delivery delivery) {}

    /** Work on a held job has ended. */
    default void ended(Delivery delivery, QueueOutcome disposition) {}

    /** A held job is no longer held here, or its end could not be acknowledged. */
    default void lost() {}

    /** A record that cannot be made anything of has left the queue. */
    default void setAside() {}

    /** A job handed out too often was queued anew. */
    default void queuedAnew(Delivery delivery) {}

    /** The consumer failed or lost its job and is replaced. */
    default void reconnecting() {}
}

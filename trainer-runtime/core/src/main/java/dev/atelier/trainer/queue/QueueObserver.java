package dev.atelier.trainer.queue;

/** Is notified of what happens in a job queue, to count it. Called from the queue's thread; must not block. */
public interface QueueObserver {
    /** Ignores every notification. */
    QueueObserver NONE = new QueueObserver() {};

    /** A job is held here now. */
    default void onHeld(Delivery delivery) {}

    /** Work on a held job has ended. */
    default void onEnded(Delivery delivery, QueueOutcome disposition) {}

    /** A held job is no longer held here, or its end could not be acknowledged. */
    default void onLost() {}

    /** A record that is not a job was removed from the queue. */
    default void onSetAside() {}

    /** A job that was delivered too often was requeued. */
    default void onRequeued(Delivery delivery) {}

    /** The consumer failed or lost its job and is replaced. */
    default void onReconnecting() {}
}

package dev.atelier.trainer.queue;

import java.time.Duration;

/** Works on the jobs of a queue, each on a thread of its own. */
@FunctionalInterface
public interface JobHandler {
    /**
     * Works on the job until it ends or {@code lease} is interrupted, whichever comes first. After an interruption it
     * returns as soon as it can and publishes nothing more. An exception counts as {@link QueueOutcome#ABANDON}.
     */
    QueueOutcome handle(Delivery delivery, Lease lease) throws Exception;

    /**
     * Called when the work on a job has shown no sign of progress for so long that the process will be restarted, to put
     * that down and publish it. Called from another thread while the work still hangs; the job goes back to the queue when
     * this returns, or after a part of the lock.
     */
    default void onHung(Delivery delivery, Duration silence) {}
}

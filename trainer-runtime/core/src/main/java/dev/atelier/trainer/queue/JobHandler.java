package dev.atelier.trainer.queue;

/** Works on one job at a time, on a thread of its own. */
@FunctionalInterface
public interface JobHandler {
    /**
     * Works on the job until it ends or {@code lease} is interrupted, whichever comes first. After an interruption it
     * returns as soon as it can and publishes nothing more. An exception counts as {@link Disposition#ABANDON}.
     */
    Disposition handle(Delivery delivery, Lease lease) throws Exception;
}

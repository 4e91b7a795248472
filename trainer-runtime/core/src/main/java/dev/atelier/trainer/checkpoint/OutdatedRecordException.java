package dev.atelier.trainer.checkpoint;

/** A later record of the job has been worked on: the one at hand is over, and is removed from the queue without an event. */
public final class OutdatedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    OutdatedRecordException(String job, QueuePlace place, QueuePlace later) {
        super("the record of round %d of job %s at offset %d is outdated by that of round %d at offset %d"
                .formatted(place.round(), job, place.offset(), later.round(), later.offset()));
    }
}

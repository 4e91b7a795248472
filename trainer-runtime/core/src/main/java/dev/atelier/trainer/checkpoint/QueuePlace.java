package dev.atelier.trainer.checkpoint;

import java.time.Instant;

/**
 * Where a record of a job lies in its queue. Of two records of one job the one of the later round counts, and in one round
 * the later copy; records of another topic, even of the same name, cannot be compared but by their time.
 *
 * @param log id of the topic, which a topic that is created again does not have; empty where it is not known
 * @param round the round that the job was queued for; 0 where it was queued before records named their round
 * @param offset place in the topic
 * @param queuedAt the record's time
 */
public record QueuePlace(String log, int round, long offset, Instant queuedAt) {
    /** The place of a record of which only the time is known. */
    public static QueuePlace ofTime(Instant queuedAt) {
        return new QueuePlace("", 0, 0, queuedAt);
    }

    /** Whether another record of the job counts instead of this one. */
    boolean isBefore(QueuePlace other) {
        if (!isComparableTo(other)) {
            return false;
        }
        return round == other.round || !haveRounds(other) ? offset < other.offset : round < other.round;
    }

    /** Whether the job was queued again after it was queued for another record. */
    boolean isOfLaterRoundThan(QueuePlace other) {
        return isComparableTo(other) && haveRounds(other) ? round > other.round : queuedAt.isAfter(other.queuedAt);
    }

    private boolean isComparableTo(QueuePlace other) {
        return !log.isEmpty() && log.equals(other.log);
    }

    private boolean haveRounds(QueuePlace other) {
        return round > 0 && other.round > 0;
    }
}

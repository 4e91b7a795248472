package dev.atelier.dataset.coordination.ledger;

import java.time.Instant;

/**
 * A record of a job in its queue.
 *
 * @param round the round that it was queued for; 0 where it was queued before records named their round
 * @param offset its place in the queue
 * @param at when it was put there
 */
public record QueueRecord(int round, long offset, Instant at) {
    /** Whether it is of the latest round; one that names none is of the first. */
    boolean isOfRound(int latest) {
        return round == 0 ? latest <= 1 : round >= latest;
    }

    /** The record that counts of two of one job: that of the later round, and in one round the later copy. */
    static QueueRecord latest(QueueRecord one, QueueRecord other) {
        if (one.round != other.round) {
            return one.round > other.round ? one : other;
        }
        return one.offset > other.offset ? one : other;
    }
}

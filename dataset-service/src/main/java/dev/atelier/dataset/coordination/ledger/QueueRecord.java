package dev.atelier.dataset.coordination.ledger;

/**
 * A record of a job in its queue.
 *
 * @param round the round that it was queued for; 0 where it was queued before records named their round
 * @param offset its place in the queue
 */
record QueueRecord(int round, long offset) {
    /** Whether it is of a round; one that names none is of any. */
    boolean isOfRound(int latest) {
        return round == 0 || round >= latest;
    }

    /** The record that counts of two of one job: that of the later round, and in one round the later copy. */
    static QueueRecord latest(QueueRecord one, QueueRecord other) {
        if (one.round != other.round) {
            return one.round > other.round ? one : other;
        }
        return one.offset > other.offset ? one : other;
    }
}

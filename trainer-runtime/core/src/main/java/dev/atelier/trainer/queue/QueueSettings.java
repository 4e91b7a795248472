package dev.atelier.trainer.queue;

import dev.atelier.kafka.broker.Broker;
import java.time.Duration;

/**
 * How a worker takes part in a job queue.
 *
 * @param broker where the brokers are and what they require of clients
 * @param topic where the jobs wait; it must have exactly one partition
 * @param group the share group of the workers
 * @param lock for how long the broker keeps a job for a trainer that does not renew it
 * @param shutdown how long work may take to end when the process stops
 * @param stall how long work may show no sign of progress before it counts as hung
 */
public record QueueSettings(
        Broker broker, String topic, String group, Duration lock, Duration shutdown, Duration stall) {
    /** From this delivery on a job is requeued, since the broker drops a record after {@link #DELIVERY_LIMIT}. */
    static final int REQUEUE_FROM_DELIVERY = 8;

    static final int DELIVERY_LIMIT = 10;
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** How long a process with hung work may be restarted from outside before it ends itself. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private static final Duration STALL = Duration.ofMinutes(30);

    public QueueSettings(Broker broker, String topic, String group, Duration lock, Duration shutdown) {
        this(broker, topic, group, lock, shutdown, STALL);
    }

    public QueueSettings {
        if (lock.compareTo(SHORTEST_LOCK) < 0) {
            throw new IllegalArgumentException("lock is " + lock + "; expected at least " + SHORTEST_LOCK);
        }
    }

    /**
     * Time between two renewals. Far shorter than the lock, because a broker that restarts forgets its locks and hands a job
     * to another worker at once: the worker that had it should know by then.
     */
    Duration renewEvery() {
        Duration fifth = lock.dividedBy(5);
        return fifth.compareTo(LONGEST_PAUSE) < 0 ? fifth : LONGEST_PAUSE;
    }

    /** How long hung work may hang before the process exits; shorter where a stall is noticed early. */
    Duration grace() {
        return stall.compareTo(GRACE) < 0 ? stall : GRACE;
    }

    /** How long the broker may take to answer before a job counts as lost; leaves time to stop before the lock is gone. */
    Duration answerWithin() {
        return lock.dividedBy(3);
    }
}

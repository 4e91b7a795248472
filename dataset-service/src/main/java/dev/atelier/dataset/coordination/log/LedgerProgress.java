package dev.atelier.dataset.coordination.log;

import dev.atelier.dataset.connection.KafkaConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the ledger has been read, and the promise that it holds all that was written before the call. Ends are read
 * for without regard to transactions: so an open transaction, even of a service that has just died, is waited for until
 * it is committed or aborted, and no decision is made beside it. Partitions that a topic has gained count from the moment at
 * which the broker knows them.
 */
@Singleton
public class LedgerProgress {
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final KafkaConnection kafka;
    private final InstantSource clock;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private Optional<Instant> caughtUpAt = Optional.empty();

    @Inject
    public LedgerProgress(KafkaConnection kafka, InstantSource clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    synchronized void advance(Map<TopicPartition, Long> newPositions) {
        positions.putAll(newPositions);
        notifyAll();
    }

    synchronized void reset() {
        positions.clear();
        caughtUpAt = Optional.empty();
    }

    /** When it was last seen that the ledger holds everything. */
    public synchronized Optional<Instant> caughtUpAt() {
        return caughtUpAt;
    }

    /** Whether the ledger has lately been seen to hold everything. */
    public boolean isCurrent() {
        return caughtUpAt()
                .filter(seen -> clock.instant().isBefore(seen.plus(FRESH)))
                .isPresent();
    }

    /**
     * Returns once the ledger holds all that stood in the topics when this was called.
     *
     * @throws KafkaException if the broker does not respond, or the ledger does not get there in time
     */
    public void awaitCaughtUp(Duration timeout) throws InterruptedException {
        Set<TopicPartition> partitions = new HashSet<>();
        KafkaConnection.answer(
                        kafka.admin().describeTopics(LedgerFollower.TOPICS).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        Map<TopicPartition, Long> ends = kafka.ends(partitions);
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (this) {
            while (!holds(ends)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new KafkaException("The ledger is behind its topics: " + positions + " of " + ends);
                }
                wait(Math.max(1, Duration.ofNanos(left).toMillis()));
            }
            caughtUpAt = Optional.of(clock.instant());
        }
    }

    private boolean holds(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }
}

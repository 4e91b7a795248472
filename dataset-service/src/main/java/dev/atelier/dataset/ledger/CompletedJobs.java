package dev.atelier.dataset.ledger;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.ledger.LedgerJob.Completion;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads from the log how jobs were queued and how they completed. The ledger keeps only where the log says so: of each job
 * that has ended this would be most of what it holds, and hardly any is asked for.
 */
public final class CompletedJobs {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KafkaConnection kafka;

    public CompletedJobs(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** How a job was queued for the round in which it completed, and its result. */
    public record CompletedJob(JobQueued queued, JobCompleted completed) {}

    /**
     * Reads the two events.
     *
     * @throws KafkaException if the broker does not give them now
     * @throws IllegalStateException if the log does not hold them any more
     */
    public CompletedJob read(Completion completion) {
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            return new CompletedJob(
                    read(consumer, completion.queued(), JobQueued.class),
                    read(consumer, completion.completed(), JobCompleted.class));
        } catch (OffsetOutOfRangeException e) {
            throw new IllegalStateException("The log does not hold how the job completed any more", e);
        }
    }

    private static <E extends Event> E read(Consumer<byte[], byte[]> consumer, LogPlace place, Class<E> type) {
        TopicPartition partition = new TopicPartition(Topics.EVENTS.topicName(), place.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, place.offset());
        ConsumerRecord<byte[], byte[]> record = first(consumer);
        Event event =
                record.offset() == place.offset() ? LedgerEvents.read(record).orElse(null) : null;
        if (!type.isInstance(event)) {
            throw new IllegalStateException("The log holds no " + type.getSimpleName() + " at " + place);
        }
        return type.cast(event);
    }

    private static ConsumerRecord<byte[], byte[]> first(Consumer<byte[], byte[]> consumer) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                return record;
            }
        }
        throw new KafkaException("The broker does not give an event within " + TIMEOUT.toSeconds() + " s");
    }
}

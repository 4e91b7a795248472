package dev.atelier.dataset.coordination.log;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.ledger.LogPlace;
import dev.atelier.kafka.TopicConsumer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads from the log how jobs were queued and how they completed. The ledger keeps only their places in the log: of each job
 * that has ended this would be most of what it holds, and hardly any is requested.
 */
public final class CompletedJobs {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    /** What lies behind the event is not unpacked. */
    private static final Map<String, ?> ONE_RECORD = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);

    /** Studies fork many jobs from one. */
    private static final int REMEMBERED = 64;

    private final KafkaConnection kafka;
    private final Map<Completion, CompletedJob> latest = new LinkedHashMap<>();

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
    public synchronized CompletedJob read(Completion completion) {
        Optional<CompletedJob> known = Optional.ofNullable(latest.get(completion));
        return known.orElseGet(() -> readAndRemember(completion));
    }

    private CompletedJob readAndRemember(Completion completion) {
        try {
            CompletedJob found = new CompletedJob(
                    read(completion.queued(), JobQueued.class), read(completion.completed(), JobCompleted.class));
            if (latest.size() >= REMEMBERED) {
                latest.remove(latest.keySet().iterator().next());
            }
            latest.put(completion, found);
            return found;
        } catch (OffsetOutOfRangeException e) {
            throw new IllegalStateException("The log no longer contains the completion of the job", e);
        }
    }

    private <E extends Event> E read(LogPlace place, Class<E> type) {
        ConsumerRecord<byte[], byte[]> record = first(place);
        Event event =
                record.offset() == place.offset() ? LedgerEvents.read(record).orElse(null) : null;
        if (!type.isInstance(event)) {
            throw new IllegalStateException("The log contains no " + type.getSimpleName() + " at " + place);
        }
        return type.cast(event);
    }

    private ConsumerRecord<byte[], byte[]> first(LogPlace place) {
        TopicPartition partition = new TopicPartition(Topics.EVENTS.topicName(), place.partition());
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (TopicConsumer consumer = TopicConsumer.of(kafka.broker(), ONE_RECORD, Map.of(partition, place.offset()))) {
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record;
                }
            }
        }
        throw new KafkaException("The broker did not return an event within " + TIMEOUT.toSeconds() + " s");
    }
}

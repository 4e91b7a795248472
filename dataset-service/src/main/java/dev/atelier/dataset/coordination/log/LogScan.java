package dev.atelier.dataset.coordination.log;

import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.kafka.OversizedRecordException;
import dev.atelier.kafka.TopicConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads parts of the log, each from given offsets on, by one consumer that stays open in between. Records that do not fit into
 * the heap are left out. Used from one thread.
 */
final class LogScan implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Short, because a scan begins only when the last request of the one before is answered. */
    private static final int REQUEST_MILLIS = 20;

    private final KafkaConnection kafka;
    private Optional<TopicConsumer> consumer = Optional.empty();

    LogScan(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /**
     * Reads until a condition holds.
     *
     * @param from by partition
     * @param isDone gets what was read and the offsets behind it
     * @throws KafkaException if the broker does not return that much in time
     */
    void read(
            Map<TopicPartition, Long> from,
            BiPredicate<List<ConsumerRecord<byte[], byte[]>>, Map<TopicPartition, Long>> isDone) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            TopicConsumer reading = at(from);
            while (!isDone.test(poll(reading), reading.positions())) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException("The broker did not return the log within " + TIMEOUT.toSeconds() + " s");
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private TopicConsumer at(Map<TopicPartition, Long> from) {
        if (consumer.isEmpty()) {
            consumer = Optional.of(TopicConsumer.of(
                    kafka.broker(), Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, REQUEST_MILLIS), from));
        } else {
            consumer.get().assign(from);
        }
        return consumer.get();
    }

    @Override
    public void close() {
        consumer.ifPresent(TopicConsumer::close);
        consumer = Optional.empty();
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(TopicConsumer consumer) {
        try {
            return consumer.poll(POLL);
        } catch (OversizedRecordException e) {
            return List.of();
        }
    }
}

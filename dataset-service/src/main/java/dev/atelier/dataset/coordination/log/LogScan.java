package dev.atelier.dataset.coordination.log;

import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.kafka.OversizedRecordException;
import dev.atelier.kafka.TopicConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads a part of the log once, from given offsets on. Records that do not fit into the heap are left out. */
final class LogScan {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private LogScan() {}

    /**
     * Reads until a condition holds.
     *
     * @param from by partition
     * @param isDone gets what was read and the offsets behind it
     * @throws KafkaException if the broker does not return that much in time
     */
    static void read(
            KafkaConnection kafka,
            Map<TopicPartition, Long> from,
            BiPredicate<List<ConsumerRecord<byte[], byte[]>>, Map<TopicPartition, Long>> isDone) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (TopicConsumer consumer = TopicConsumer.of(kafka.broker(), Map.of(), from)) {
            while (!isDone.test(poll(consumer), consumer.positions())) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException("The broker did not return the log within " + TIMEOUT.toSeconds() + " s");
                }
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(TopicConsumer consumer) {
        try {
            return consumer.poll(POLL);
        } catch (OversizedRecordException e) {
            return List.of();
        }
    }
}

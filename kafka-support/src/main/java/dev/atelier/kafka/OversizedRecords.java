package dev.atelier.kafka;

import dev.atelier.contracts.topic.Broker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells records that unpack to more than the heap holds from a heap that is full for a moment. Some kilobytes in a topic can
 * be gigabytes once they are unpacked; Kafka has no limit for that, and its client unpacks a record before anybody sees it.
 */
public final class OversizedRecords {
    /** Why such a record is set aside, after what names it. */
    public static final String REASON = "unpacks to more than the memory of whoever reads it";

    static final int ATTEMPTS = 3;
    private static final Duration POLL = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private OversizedRecords() {}

    /** Whether the next record of a partition cannot be unpacked here, also when it is read alone and again. */
    public static boolean isNext(Broker broker, TopicPartition partition, long position) {
        return examine(broker, partition, position, ATTEMPTS).isPresent();
    }

    /** The error with which the last of some attempts to read the next record alone ended; nothing where one did not. */
    static Optional<OutOfMemoryError> examine(Broker broker, TopicPartition partition, long position, int attempts) {
        Optional<OutOfMemoryError> failure = read(broker, partition, position);
        for (int attempt = 1; attempt < attempts && failure.isPresent(); attempt++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            failure = read(broker, partition, position);
        }
        return failure;
    }

    private static Optional<OutOfMemoryError> read(Broker broker, TopicPartition partition, long position) {
        Map<String, Object> settings = TopicConsumer.settings(broker);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        Consumer<byte[], byte[]> alone =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            alone.assign(List.of(partition));
            alone.seek(partition, position);
            alone.poll(POLL);
            return Optional.empty();
        } catch (OutOfMemoryError e) {
            return Optional.of(e);
        } finally {
            alone.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }
}

package dev.atelier.trainer.dataset;

import dev.atelier.contracts.topic.Broker;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** How this package's consumers read: by offset, without a group, in fetches large enough for records of many images. */
final class DatasetConsumers {
    private static final int MIB = 1 << 20;

    private DatasetConsumers() {}

    static Map<String, Object> settings(Broker broker) {
        return broker.client(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                64 * MIB,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                16 * MIB,
                ConsumerConfig.RECEIVE_BUFFER_CONFIG,
                MIB,
                // closing a consumer waits for the fetch under way, and seeking does
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                5,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1000));
    }
}

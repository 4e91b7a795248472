package dev.atelier.trainer.dataset;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** How this package's consumers read: by offset, without a group, in fetches large enough for records of many images. */
final class DatasetConsumers {
    private static final int MIB = 1 << 20;

    private DatasetConsumers() {}

    /**
     * @param connection where Kafka is and how to get in: {@code bootstrap.servers} and what else clients need
     */
    static Map<String, Object> settings(Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 64 * MIB);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * MIB);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, MIB);
        // closing a consumer waits for the fetch under way, and seeking does
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
        return settings;
    }
}

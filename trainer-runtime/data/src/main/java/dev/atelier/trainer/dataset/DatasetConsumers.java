package dev.atelier.trainer.dataset;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** How this package's consumers read: in fetches large enough for records of many images. */
final class DatasetConsumers {
    private static final int MIB = 1 << 20;

    static final Map<String, ?> SETTINGS = Map.of(
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
            1000);

    private DatasetConsumers() {}
}

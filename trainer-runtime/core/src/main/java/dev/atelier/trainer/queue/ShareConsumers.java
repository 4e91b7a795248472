package dev.atelier.trainer.queue;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the consumer of a job queue: one record at a time, nothing fetched ahead, every answer given by hand. */
final class ShareConsumers {
    private ShareConsumers() {}

    static ShareConsumer<byte[], byte[]> subscribed(QueueSettings settings) {
        var consumer = new KafkaShareConsumer<>(
                settings.broker()
                        .client(Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                settings.group(),
                                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                                "explicit",
                                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                                "record_limit",
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                1,
                                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                Math.toIntExact(settings.lock().toMillis()),
                                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                                1000,
                                ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                                false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(settings.topic()));
        return consumer;
    }
}

package dev.atelier.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Topics as anybody sees them: all that is committed, from the beginning. */
public final class TopicContent {
    private static final Duration POLL = Duration.ofMillis(100);

    private TopicContent() {}

    /** Everything that stands in a topic now, in the order of each partition. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String topic) {
        return read(bootstrapServers, topic, Integer.MAX_VALUE);
    }

    /** The same, of so many records at most. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String topic, int limit) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Predicate<Map.Entry<TopicPartition, Long>> isUnread =
                    end -> consumer.position(end.getKey()) < end.getValue();
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (records.size() < limit && ends.entrySet().stream().anyMatch(isUnread)) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records.size() > limit ? List.copyOf(records.subList(0, limit)) : records;
        }
    }
}

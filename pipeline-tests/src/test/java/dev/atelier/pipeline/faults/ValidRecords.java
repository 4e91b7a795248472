package dev.atelier.pipeline.faults;

import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what stands in the topics. */
final class ValidRecords {
    private static final Duration POLL = Duration.ofMillis(500);

    private ValidRecords() {}

    /** At most this many of the first records of each topic. */
    static Map<Topic, List<ConsumerRecord<byte[], byte[]>>> first(String bootstrapServers, int count) {
        Map<Topic, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();
        for (Topic topic : Topics.all()) {
            all.put(topic, read(bootstrapServers, topic, count));
        }
        return all;
    }

    /** The committed records of a topic, in the order of each partition, up to where it ends now or to this many. */
    static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, Topic topic, int limit) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Predicate<TopicPartition> isRead = partition -> consumer.position(partition) >= ends.get(partition);
            while (records.size() < limit && !partitions.stream().allMatch(isRead)) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records.size() > limit ? List.copyOf(records.subList(0, limit)) : records;
        }
    }
}

package dev.atelier.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Topics as anybody sees them: all that is committed, from the beginning. */
public final class TopicContent {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private TopicContent() {}

    /** Everything that stands in a topic now, in the order of each partition. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String topic) {
        return read(bootstrapServers, topic, Integer.MAX_VALUE);
    }

    /** The same, of so many records at most. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String topic, int limit) {
        try (var consumer = TestClients.consumer(bootstrapServers)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Predicate<Map.Entry<TopicPartition, Long>> isUnread =
                    end -> consumer.position(end.getKey()) < end.getValue();
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long start = System.nanoTime();
            while (records.size() < limit && ends.entrySet().stream().anyMatch(isUnread)) {
                if (System.nanoTime() - start > LIMIT.toNanos()) {
                    throw new AssertionError("read " + records.size() + " records of " + topic + " within " + LIMIT
                            + "; expected those up to " + ends);
                }
                consumer.poll(POLL).forEach(records::add);
            }
            return records.size() > limit ? List.copyOf(records.subList(0, limit)) : records;
        }
    }
}

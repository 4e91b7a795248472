package dev.atelier.kafka;

import dev.atelier.contracts.topic.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads every partition of some topics from positions that its caller keeps; a partition without a position is read from
 * its beginning. It belongs to no consumer group, sees committed transactions only, and reads keys and values as bytes, so
 * that nothing in a topic can fail before the caller sees it. Used by one thread, except for {@link #wakeUp}.
 */
public final class TopicConsumer implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int METADATA_MAX_AGE_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Set<String> topics;

    private TopicConsumer(Consumer<byte[], byte[]> consumer, Set<String> topics) {
        this.consumer = consumer;
        this.topics = Set.copyOf(topics);
    }

    /**
     * Opens a consumer and assigns it all partitions that the topics have now.
     *
     * @param own consumer settings that differ from those of {@link #settings}
     * @param positions where to read on, by partition
     * @throws UnknownTopicOrPartitionException if one of the topics is not there
     */
    public static TopicConsumer open(
            Broker broker, Set<String> topics, Map<String, ?> own, Map<TopicPartition, Long> positions) {
        Map<String, Object> settings = settings(broker);
        settings.putAll(own);
        TopicConsumer opened = new TopicConsumer(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()), topics);
        try {
            opened.assign(opened.existingPartitions(), positions);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Opens a consumer of one partition alone.
     *
     * @param position where to read on
     * @param own consumer settings that differ from those of {@link #settings}
     */
    static TopicConsumer open(Broker broker, TopicPartition partition, long position, Map<String, ?> own) {
        Map<String, Object> settings = settings(broker);
        settings.putAll(own);
        TopicConsumer opened = new TopicConsumer(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                Set.of(partition.topic()));
        opened.assign(Set.of(partition), Map.of(partition, position));
        return opened;
    }

    /** The settings of a consumer that reads whole topics: no group, no automatic commit, committed records only. */
    public static Map<String, Object> settings(Broker broker) {
        Map<String, Object> settings = new HashMap<>(broker.client(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                METADATA_MAX_AGE_MILLIS,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS)));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return settings;
    }

    /** The next records, in the order of each partition; none where nothing arrived within the timeout. */
    public List<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.poll(timeout).forEach(records::add);
        return records;
    }

    /** Where the next poll reads on, by partition; past transaction markers as well. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    /** The ends of all assigned partitions as far as transactions are committed. */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.assignment());
    }

    /**
     * Assigns partitions that the topics have gained since the last look; they are read from their beginning.
     *
     * @return the new partitions
     */
    public Set<TopicPartition> assignNewPartitions() {
        Set<TopicPartition> added = new LinkedHashSet<>(existingPartitions());
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            Map<TopicPartition, Long> positions = positions();
            Set<TopicPartition> all = new LinkedHashSet<>(positions.keySet());
            all.addAll(added);
            assign(all, positions);
        }
        return added;
    }

    /** Makes a poll that another thread waits in throw a {@link org.apache.kafka.common.errors.WakeupException}. */
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private void assign(Set<TopicPartition> partitions, Map<TopicPartition, Long> positions) {
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Optional.ofNullable(positions.get(partition))
                    .ifPresentOrElse(
                            position -> consumer.seek(partition, position),
                            () -> consumer.seekToBeginning(List.of(partition)));
        }
    }

    private Set<TopicPartition> existingPartitions() {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (String topic : topics) {
            List<TopicPartition> ofTopic = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            if (ofTopic.isEmpty()) {
                throw new UnknownTopicOrPartitionException("There is no topic " + topic + " yet");
            }
            partitions.addAll(ofTopic);
        }
        return partitions;
    }
}

package dev.atelier.kafka;

import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads partitions from positions that its caller names; a partition without a position is read from its beginning. It
 * belongs to no consumer group, sees committed transactions only, and reads keys and values as bytes, so that nothing in a
 * topic can fail before the caller sees it, except for want of memory: a record that unpacks to more than the heap holds is
 * reported by {@link OversizedRecordException}, once, and the next poll continues behind it. Used by one thread, except for
 * {@link #wakeUp}.
 */
public final class TopicConsumer implements AutoCloseable {
    private final Set<String> topics;
    private final ReplaceableClient client;
    private final OversizedSearch oversized;
    private Set<TopicPartition> assigned = Set.of();
    /** What the caller has been given lies before these. */
    private Map<TopicPartition, Long> positions = new HashMap<>();

    /** Sees each of Kafka's clients that is opened, to show its metrics. */
    public interface ClientObserver {
        void onOpen(Consumer<?, ?> client);
    }

    private TopicConsumer(Broker broker, Set<String> topics, Map<String, ?> own, ClientObserver opened) {
        this.topics = Set.copyOf(topics);
        this.oversized = new OversizedSearch(broker);
        this.client = new ReplaceableClient(broker, own, opened);
    }

    /**
     * Opens a consumer and assigns it all partitions that the topics have now.
     *
     * @param own consumer settings that differ from those of {@link KafkaClients#reader}
     * @param positions where to read on, by partition
     * @throws UnknownTopicOrPartitionException if one of the topics is not there
     */
    public static TopicConsumer open(
            Broker broker, Set<String> topics, Map<String, ?> own, Map<TopicPartition, Long> positions) {
        return assigned(
                new TopicConsumer(broker, topics, own, ignored -> {}),
                consumer -> consumer.assign(consumer.existingPartitions(), positions));
    }

    /**
     * Opens a consumer of some partitions alone, whether or not their topics have others. It sends the broker nothing.
     *
     * @param own consumer settings that differ from those of {@link KafkaClients#reader}
     * @param positions the partitions, and where to read on
     */
    public static TopicConsumer of(Broker broker, Map<String, ?> own, Map<TopicPartition, Long> positions) {
        return of(broker, own, positions, ignored -> {});
    }

    /**
     * Opens a consumer of some partitions alone.
     *
     * @param opened is given each client that is opened, to bind its metrics; the one before is closed then
     */
    public static TopicConsumer of(
            Broker broker, Map<String, ?> own, Map<TopicPartition, Long> positions, ClientObserver opened) {
        return assigned(
                new TopicConsumer(broker, topics(positions.keySet()), own, opened),
                consumer -> consumer.assign(positions));
    }

    /**
     * Opens a consumer of some partitions alone, which are read from their beginning. It sends the broker nothing.
     *
     * @param own consumer settings that differ from those of {@link KafkaClients#reader}
     */
    public static TopicConsumer fromBeginning(Broker broker, Map<String, ?> own, Set<TopicPartition> partitions) {
        return assigned(
                new TopicConsumer(broker, topics(partitions), own, ignored -> {}),
                consumer -> consumer.assign(partitions, Map.of()));
    }

    private static TopicConsumer assigned(TopicConsumer opened, java.util.function.Consumer<TopicConsumer> assignment) {
        try {
            assignment.accept(opened);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Set<String> topics(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The next records, in the order of each partition; none where nothing arrived within the timeout.
     *
     * @throws OversizedRecordException if a record unpacks to more than the heap holds; the next poll continues behind it
     */
    public List<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        Consumer<byte[], byte[]> reading = current();
        try {
            ConsumerRecords<byte[], byte[]> polled = reading.poll(timeout);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            polled.forEach(records::add);
            Map<TopicPartition, Long> next = new HashMap<>(positions);
            polled.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
            // Only now: whatever fails before, the records are polled again.
            positions = next;
            client.countFitting(records.size());
            return records;
        } catch (OutOfMemoryError e) {
            // After an error in the middle of a poll nobody knows what the client would return next.
            client.pollOneByOne();
            skipOversized();
            // Each of them fits alone.
            return List.of();
        }
    }

    /** Where the next poll reads on, by partition; past transaction markers as well. */
    public Map<TopicPartition, Long> positions() {
        recordPositions();
        return Map.copyOf(positions);
    }

    /** The same, within a time of the caller's. */
    public Map<TopicPartition, Long> positions(Duration timeout) {
        assigned.forEach(partition -> positions.put(partition, current().position(partition, timeout)));
        return Map.copyOf(positions);
    }

    /** Reads on from these positions. */
    public void seek(Map<TopicPartition, Long> to) {
        to.forEach((partition, position) -> {
            current().seek(partition, position);
            positions.put(partition, position);
        });
    }

    /** Reads these partitions from now on, and no others. */
    public void assign(Map<TopicPartition, Long> to) {
        assign(to.keySet(), to);
    }

    /** The beginnings of all assigned partitions. */
    public Map<TopicPartition, Long> beginnings(Duration timeout) {
        return current().beginningOffsets(assigned, timeout);
    }

    /** As {@link #ends()}, within a time of the caller's. */
    public Map<TopicPartition, Long> ends(Duration timeout) {
        return current().endOffsets(assigned, timeout);
    }

    /** The ends of all assigned partitions as far as transactions are committed. */
    public Map<TopicPartition, Long> ends() {
        return current().endOffsets(assigned);
    }

    /**
     * Assigns partitions that the topics have gained since the last look; they are read from their beginning.
     *
     * @return the new partitions
     */
    public Set<TopicPartition> assignNewPartitions() {
        Set<TopicPartition> added = new LinkedHashSet<>(existingPartitions());
        added.removeAll(assigned);
        if (!added.isEmpty()) {
            Map<TopicPartition, Long> reached = positions();
            Set<TopicPartition> all = new LinkedHashSet<>(reached.keySet());
            all.addAll(added);
            assign(all, reached);
        }
        return added;
    }

    /** Makes a poll that another thread waits in throw a {@link org.apache.kafka.common.errors.WakeupException}. */
    public void wakeUp() {
        client.wakeUp();
    }

    @Override
    public void close() {
        client.close();
    }

    /** The client, with the partitions and positions of one that it replaces. */
    private Consumer<byte[], byte[]> current() {
        if (client.replaceIfStale()) {
            assign(assigned, positions);
        }
        return client.get();
    }

    /** Finds out whose next record does not fit, and continues behind it. */
    private void skipOversized() {
        recordPositions();
        oversized.next(positions, ends()).ifPresent(one -> {
            seek(Map.of(one.partition(), one.next()));
            throw one;
        });
    }

    private void recordPositions() {
        assigned.forEach(partition -> positions.put(partition, current().position(partition)));
    }

    private void assign(Set<TopicPartition> partitions, Map<TopicPartition, Long> from) {
        Consumer<byte[], byte[]> assigning = current();
        assigning.assign(partitions);
        assigned = Set.copyOf(partitions);
        Map<TopicPartition, Long> kept = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long position = from.get(partition);
            if (position == null) {
                assigning.seekToBeginning(List.of(partition));
            } else {
                assigning.seek(partition, position);
                kept.put(partition, position);
            }
        }
        positions = kept;
    }

    private Set<TopicPartition> existingPartitions() {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (String topic : topics) {
            List<TopicPartition> ofTopic = current().partitionsFor(topic).stream()
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

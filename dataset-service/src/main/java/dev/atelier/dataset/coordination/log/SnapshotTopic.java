package dev.atelier.dataset.coordination.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.kafka.TopicConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The compacted topic that holds the ledger's snapshot, and the consumer group whose committed offsets name what it was made
 * of. Both change in one transaction. All replicas share one transactional id, so that one of them writes at a time.
 */
final class SnapshotTopic {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.LEDGER.topicName(), 0);
    private static final Set<String> SOURCES = Stream.concat(Stream.of(Topics.EVENTS), Topics.jobs().stream())
            .map(Topic::topicName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_BYTES = 8 << 20;
    private static final Map<String, Object> READING = Map.of(
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Map<String, Object> WRITING = Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            Topics.LEDGER_GROUP,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            (int) TRANSACTION_LIMIT.toMillis(),
            ProducerConfig.LINGER_MS_CONFIG,
            5);

    private final KafkaConnection kafka;

    SnapshotTopic(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** What the snapshot is made of; nothing where there is none. */
    Optional<SnapshotOrigin> origin() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(KafkaConnection.answer(
                kafka.admin().listConsumerGroupOffsets(Topics.LEDGER_GROUP).partitionsToOffsetAndMetadata()));
        committed.keySet().removeIf(partition -> !isSource(partition.topic()));
        committed.values().removeIf(Objects::isNull);
        return SnapshotOrigin.parse(committed);
    }

    /** The ids of the topics that a snapshot is made of, by name; another topic of the same name has another id. */
    Map<String, String> sourceIds() throws InterruptedException {
        Map<String, String> ids = new HashMap<>();
        KafkaConnection.answer(kafka.admin().describeTopics(SOURCES).allTopicNames())
                .forEach((topic, description) ->
                        ids.put(topic, description.topicId().toString()));
        return ids;
    }

    /** Whether a topic is one that a snapshot is made of. */
    static boolean isSource(String topic) {
        return SOURCES.contains(topic);
    }

    /**
     * Reads everything that stands in the topic, oldest first; a value is empty where its key was deleted. An open
     * transaction is waited for: it may be one that the origin belongs to.
     */
    void read(BiConsumer<String, Optional<byte[]>> entry) throws InterruptedException {
        try (TopicConsumer consumer = TopicConsumer.fromBeginning(kafka.broker(), READING, Set.of(PARTITION))) {
            long end = kafka.ends(Set.of(PARTITION)).getOrDefault(PARTITION, 0L);
            while (consumer.positions().getOrDefault(PARTITION, end) < end) {
                consumer.poll(POLL)
                        .forEach(record ->
                                entry.accept(new String(record.key(), UTF_8), Optional.ofNullable(record.value())));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** Ends the open transaction of another process, such as one that was killed. */
    void settle() {
        begin().close();
    }

    /**
     * Begins a transaction. It ends the open transaction of another process, so that no other process writes until it is
     * closed.
     *
     * @throws KafkaException if the broker does not respond
     */
    Transaction begin() {
        Producer<byte[], byte[]> producer = kafka.producer(WRITING);
        try {
            producer.initTransactions();
            return new Transaction(producer);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Writes entries and their origin together, or nothing of it. */
    static final class Transaction implements AutoCloseable {
        private final Producer<byte[], byte[]> producer;
        private boolean begun;

        private Transaction(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        void put(String key, byte[] value) {
            begin();
            producer.send(new ProducerRecord<>(PARTITION.topic(), key.getBytes(UTF_8), value));
        }

        void delete(String key) {
            begin();
            producer.send(new ProducerRecord<>(PARTITION.topic(), key.getBytes(UTF_8), null));
        }

        /** @throws KafkaException if it may or may not be written */
        void commit(SnapshotOrigin origin) {
            put(origin.markKey(), origin.mark());
            producer.sendOffsetsToTransaction(origin.toCommit(), new ConsumerGroupMetadata(Topics.LEDGER_GROUP));
            producer.commitTransaction();
            begun = false;
        }

        /** The client takes seconds to close a transaction that nothing was sent in, so it begins with the first entry. */
        private void begin() {
            if (!begun) {
                producer.beginTransaction();
                begun = true;
            }
        }

        /** Ends it without a trace, unless it has been committed. */
        @Override
        public void close() {
            producer.close(CLOSE_LIMIT);
        }
    }
}

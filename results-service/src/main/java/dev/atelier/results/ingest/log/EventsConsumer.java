package dev.atelier.results.ingest.log;

import static java.util.stream.Collectors.toMap;

import dev.atelier.kafka.KafkaClients;
import dev.atelier.kafka.OversizedRecordException;
import dev.atelier.kafka.TopicConsumer;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.results.store.Offsets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * All partitions of the topic of events, also those that are added while it is read, from the offsets in the database. It
 * belongs to no consumer group: what has been read is decided by the database alone, and only committed transactions are
 * seen. Used from one thread.
 */
public final class EventsConsumer implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    private final LogSettings settings;
    private final Admin admin;
    private final MeterRegistry registry;
    private final TopicConsumer consumer;
    private final String topicId;
    private Optional<KafkaClientMetrics> metrics = Optional.empty();
    private List<TopicPartition> partitions;

    private EventsConsumer(LogSettings settings, MeterRegistry registry) throws InterruptedException {
        this.settings = settings;
        this.registry = registry;
        int timeout = (int) settings.answerWithin().toMillis();
        this.admin = KafkaClients.admin(settings.broker(), settings.answerWithin());
        try {
            createMissingTopics();
            TopicDescription topic = describe();
            this.topicId = topic.topicId().toString();
            this.partitions = partitions(topic);
            this.consumer = TopicConsumer.of(
                    settings.broker(),
                    Map.of(
                            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                            settings.batchRecords(),
                            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                            FETCH_BYTES,
                            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                            500,
                            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                            timeout),
                    beginning(),
                    this::bind);
        } catch (RuntimeException | InterruptedException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Opens the log, creating whatever topic is missing.
     *
     * @param registry shows the consumer's own metrics
     * @throws KafkaException if the broker does not respond in time
     */
    public static EventsConsumer open(LogSettings settings, MeterRegistry registry) throws InterruptedException {
        return new EventsConsumer(settings, registry);
    }

    /** Id of the topic: another one means that the log was replaced. */
    public String topicId() {
        return topicId;
    }

    /**
     * Reads the metadata of the topic again.
     *
     * @return whether it has more partitions than before; all have to be sought then
     * @throws LostRecordsException if the topic is another one now
     */
    public boolean refresh() throws InterruptedException {
        TopicDescription topic = describe();
        if (!topic.topicId().toString().equals(topicId)) {
            throw new LostRecordsException("The topic " + settings.topic() + " was replaced by another of this name");
        }
        boolean grown = topic.partitions().size() > partitions.size();
        if (grown) {
            partitions = partitions(topic);
            consumer.assign(beginning());
        }
        return grown;
    }

    /** Reads on from the offsets. */
    void seek(Offsets offsets) {
        consumer.seek(partitions.stream()
                .collect(toMap(partition -> partition, partition -> offsets.next(partition.partition()))));
    }

    /**
     * The next records, in the order of each partition; none where nothing came in time. In place of one that does not
     * fit into the heap there is one without key and value whose size is {@link ReadRecord#UNKNOWN_SIZE}.
     *
     * @throws LostRecordsException if the log does not hold them
     */
    List<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (OversizedRecordException e) {
            return List.of(ReadRecord.oversized(e.partition(), e.offset()));
        } catch (OffsetOutOfRangeException e) {
            throw new LostRecordsException("The log has no record at " + e.offsetOutOfRangePartitions());
        }
    }

    /** Where the log ends now, by partition. Fails where the broker does not respond. */
    public SortedMap<Integer, Long> ends(Duration timeout) {
        return byNumber(consumer.ends(timeout));
    }

    /** Where the log begins, by partition: greater than zero only where records were deleted. */
    public SortedMap<Integer, Long> beginnings(Duration timeout) {
        return byNumber(consumer.beginnings(timeout));
    }

    /** Where the next poll reads on, which is past transaction markers too. */
    public SortedMap<Integer, Long> positions() {
        return byNumber(consumer.positions());
    }

    @Override
    public void close() {
        metrics.ifPresent(KafkaClientMetrics::close);
        consumer.close();
        admin.close(CLOSE);
    }

    /** Shows the metrics of the client that reads now. */
    private void bind(Consumer<?, ?> opened) {
        metrics.ifPresent(KafkaClientMetrics::close);
        KafkaClientMetrics ofOpened = new KafkaClientMetrics(opened);
        ofOpened.bindTo(registry);
        metrics = Optional.of(ofOpened);
    }

    private Map<TopicPartition, Long> beginning() {
        return partitions.stream().collect(toMap(partition -> partition, partition -> 0L));
    }

    private List<TopicPartition> partitions(TopicDescription topic) {
        return IntStream.range(0, topic.partitions().size())
                .mapToObj(partition -> new TopicPartition(settings.topic(), partition))
                .toList();
    }

    private static SortedMap<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        SortedMap<Integer, Long> numbered = new TreeMap<>();
        offsets.forEach((partition, offset) -> numbered.put(partition.partition(), offset));
        return numbered;
    }

    private void createMissingTopics() throws InterruptedException {
        try {
            TopicCreation.createMissing(admin);
        } catch (ExecutionException e) {
            throw new KafkaException("The topics cannot be created: " + e.getMessage(), e);
        }
    }

    private TopicDescription describe() throws InterruptedException {
        try {
            return Optional.ofNullable(admin.describeTopics(List.of(settings.topic()))
                            .allTopicNames()
                            .get()
                            .get(settings.topic()))
                    .orElseThrow();
        } catch (ExecutionException e) {
            throw new KafkaException("The topic " + settings.topic() + " cannot be described: " + e.getMessage(), e);
        }
    }
}

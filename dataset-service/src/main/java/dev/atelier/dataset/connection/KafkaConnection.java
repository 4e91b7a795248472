package dev.atelier.dataset.connection;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.KafkaClients;
import dev.atelier.kafka.RenewedAdmin;
import dev.atelier.kafka.broker.Broker;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes Kafka clients from the configuration under {@code kafka.*}, which holds for all of them: the broker's address, and
 * whatever it requires of clients. Keys and values are bytes. Clients give up within seconds, because their callers
 * try again.
 */
@Singleton
public class KafkaConnection {
    private static final Duration ANSWER = KafkaClients.ANSWER_TIMEOUT;
    private static final Duration DELIVERY = Duration.ofSeconds(8);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** Within this time a producer reports the outcome of a record, unless its own thread is dead. */
    public static final Duration SENT_WITHIN = ANSWER.plus(DELIVERY).plus(MARGIN);

    private final Broker broker;
    private final RenewedAdmin admin;

    @Inject
    public KafkaConnection(@Identifier("default-kafka-broker") Map<String, Object> common) {
        this.broker = Broker.of(common);
        this.admin = new RenewedAdmin(broker, ANSWER);
    }

    /** The brokers, for clients that are made elsewhere. */
    public Broker broker() {
        return broker;
    }

    /** The one admin client, which all share; it is not for them to keep or to close. */
    public Admin admin() {
        return admin.client();
    }

    @PreDestroy
    void close() {
        admin.close();
    }

    /** A producer whose records are acknowledged by all replicas. */
    public Producer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_TEXT_BYTES);
        settings.putAll(more);
        return KafkaClients.producer(broker, DELIVERY, settings);
    }

    /**
     * A member of a group, that sees what is committed and nothing else, and commits nothing by itself.
     *
     * @param more settings of its own
     */
    public Consumer<byte[], byte[]> groupConsumer(String group, Map<String, Object> more) {
        return KafkaClients.groupMember(broker, group, consumerSettings(more));
    }

    /** A consumer of its own, in no group, that sees what is committed and nothing else. */
    public Consumer<byte[], byte[]> consumer() {
        return KafkaClients.reader(broker, consumerSettings(Map.of()));
    }

    private static Map<String, Object> consumerSettings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER.toMillis()));
        settings.putAll(more);
        return settings;
    }

    /**
     * Where partitions end now, without regard to transactions.
     *
     * @throws KafkaException if the broker does not respond
     */
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin().listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** What the broker answers, within the time that clients here are given. */
    public static <T> T answer(Future<T> future) throws InterruptedException {
        return answer(future, ANSWER.multipliedBy(2));
    }

    /**
     * What the broker answers.
     *
     * @throws KafkaException if that is a failure, or nothing within this time
     */
    public static <T> T answer(Future<T> future, Duration within) throws InterruptedException {
        try {
            return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("The broker does not respond", e);
        }
    }
}

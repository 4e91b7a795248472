package dev.atelier.dataset.connection;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.RenewedAdmin;
import dev.atelier.kafka.TopicConsumer;
import dev.atelier.kafka.broker.Broker;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka clients from the configuration under {@code kafka.*}, which holds for all of them: the broker's address, and
 * whatever it asks of clients. Keys and values are bytes. Clients give up within seconds, because whoever uses them here
 * asks again.
 */
@Singleton
public class KafkaConnection {
    private static final int ANSWER_MILLIS = 5_000;
    private static final int DELIVERY_MILLIS = 8_000;
    private static final int MARGIN_MILLIS = 2_000;

    /** Within this time a producer reports the outcome of a record, unless its own thread is dead. */
    public static final Duration SENT_WITHIN = Duration.ofMillis(ANSWER_MILLIS + DELIVERY_MILLIS + MARGIN_MILLIS);

    private final Map<String, Object> common;
    private final Broker broker;
    private final RenewedAdmin admin;

    @Inject
    public KafkaConnection(@Identifier("default-kafka-broker") Map<String, Object> common) {
        this.common = Map.copyOf(common);
        this.broker = Broker.of(common);
        this.admin = new RenewedAdmin(broker, Duration.ofMillis(ANSWER_MILLIS));
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
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_TEXT_BYTES);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A member of a group, that sees what is committed and nothing else, and commits nothing by itself.
     *
     * @param more settings of its own
     */
    public Consumer<byte[], byte[]> groupConsumer(String group, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(TopicConsumer.settings(broker));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.putAll(more);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer of its own, in no group, that sees what is committed and nothing else. */
    public Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(TopicConsumer.settings(broker));
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What the broker answers, within the time that clients here are given. */
    public static <T> T answer(Future<T> future) throws InterruptedException {
        return answer(future, Duration.ofMillis(2L * ANSWER_MILLIS));
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
            throw new KafkaException("The broker does not answer", e);
        }
    }
}

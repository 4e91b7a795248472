package dev.atelier.kafka;

import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes every Kafka client of the platform, and holds the settings that all clients of a kind share; its caller
 * names what differs, and that wins. Values are bytes everywhere, so that nothing in a topic can fail before its reader
 * sees it. Clients are the caller's to close.
 */
public final class KafkaClients {
    /** How long a client that gives up early waits for the broker: for a request, and for the place of a partition. */
    public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private static final int READER_TIMEOUT_MILLIS = 10_000;
    private static final int METADATA_MAX_AGE_MILLIS = 10_000;
    private static final int RECONNECT_BACKOFF_MAX_MILLIS = 1_000;

    private KafkaClients() {}

    /** A producer whose records are written once and acknowledged by all replicas, with Kafka's own timeouts. */
    public static Producer<byte[], byte[]> producer(Broker broker, Map<String, ?> own) {
        return new KafkaProducer<>(producerSettings(broker, own), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * As {@link #producer(Broker, Map)}, for a caller that tries again by itself: it gives up early.
     *
     * @param delivery within which the outcome of a record is reported once it is sent; at least {@link #ANSWER_TIMEOUT}
     */
    public static Producer<byte[], byte[]> producer(Broker broker, Duration delivery, Map<String, ?> own) {
        return producer(broker, delivery, own, new ByteArraySerializer());
    }

    /** As {@link #producer(Broker, Duration, Map)}, with text as keys. */
    public static Producer<String, byte[]> textKeyProducer(Broker broker, Duration delivery, Map<String, ?> own) {
        return producer(broker, delivery, own, new StringSerializer());
    }

    private static <K> Producer<K, byte[]> producer(
            Broker broker, Duration delivery, Map<String, ?> own, Serializer<K> keys) {
        return new KafkaProducer<>(producerSettings(broker, delivery, own), keys, new ByteArraySerializer());
    }

    /** A consumer in no group, which commits nothing and sees committed records only. */
    public static Consumer<byte[], byte[]> reader(Broker broker, Map<String, ?> own) {
        return consumer(readerSettings(broker, own));
    }

    /** A member of a group, which commits nothing by itself and sees committed records only. */
    public static Consumer<byte[], byte[]> groupMember(Broker broker, String group, Map<String, ?> own) {
        return consumer(groupMemberSettings(broker, group, own));
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A member of a share group: one record at a time, nothing fetched ahead, every acknowledgement explicit.
     *
     * @param lock of a record; no request waits for longer
     */
    public static ShareConsumer<byte[], byte[]> shareGroupMember(Broker broker, String group, Duration lock) {
        return new KafkaShareConsumer<>(
                shareGroupMemberSettings(broker, group, lock),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** @param timeout of each request, and of a call with all its requests */
    public static Admin admin(Broker broker, Duration timeout) {
        return admin(broker, timeout, timeout);
    }

    /**
     * @param request how long the broker may take for a request
     * @param call how long a call may take with all its requests
     */
    public static Admin admin(Broker broker, Duration request, Duration call) {
        return Admin.create(adminSettings(broker, request, call));
    }

    static Map<String, Object> producerSettings(Broker broker, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.putAll(own);
        return broker.client(settings);
    }

    static Map<String, Object> producerSettings(Broker broker, Duration delivery, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(ANSWER_TIMEOUT));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(ANSWER_TIMEOUT));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(delivery));
        settings.putAll(own);
        return producerSettings(broker, settings);
    }

    static Map<String, Object> readerSettings(Broker broker, Map<String, ?> own) {
        Map<String, Object> settings = consumerSettings(broker, own);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return settings;
    }

    static Map<String, Object> groupMemberSettings(Broker broker, String group, Map<String, ?> own) {
        Map<String, Object> settings = consumerSettings(broker, own);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        return settings;
    }

    private static Map<String, Object> consumerSettings(Broker broker, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MILLIS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, READER_TIMEOUT_MILLIS);
        settings.putAll(own);
        return broker.client(settings);
    }

    static Map<String, Object> shareGroupMemberSettings(Broker broker, String group, Duration lock) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(lock));
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_BACKOFF_MAX_MILLIS);
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return broker.client(settings);
    }

    static Map<String, Object> adminSettings(Broker broker, Duration request, Duration call) {
        return broker.client(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis(request),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis(call)));
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}

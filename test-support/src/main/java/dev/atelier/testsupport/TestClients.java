package dev.atelier.testsupport;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka clients as anybody may have them who is no part of the platform. Settings of the caller's win over those here, and
 * may hold what a secured broker requires.
 */
public final class TestClients {
    private static final String SERVERS = "bootstrap.servers";

    private TestClients() {}

    public static Admin admin(String bootstrapServers) {
        return admin(Map.of(SERVERS, bootstrapServers));
    }

    public static Admin admin(Map<String, ?> settings) {
        return Admin.create(Map.copyOf(settings));
    }

    public static Producer<byte[], byte[]> producer(String bootstrapServers) {
        return producer(bootstrapServers, Map.of());
    }

    public static Producer<byte[], byte[]> producer(String bootstrapServers, Map<String, ?> own) {
        return new KafkaProducer<>(
                settings(bootstrapServers, own), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A producer of events, jobs and controls, whose keys are text. */
    public static Producer<String, byte[]> textKeyProducer(String bootstrapServers) {
        return textKeyProducer(bootstrapServers, Map.of());
    }

    public static Producer<String, byte[]> textKeyProducer(String bootstrapServers, Map<String, ?> own) {
        return new KafkaProducer<>(settings(bootstrapServers, own), new StringSerializer(), new ByteArraySerializer());
    }

    /** A consumer of committed records, in no group unless its own settings name one. */
    public static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
        return consumer(bootstrapServers, Map.of());
    }

    public static Consumer<byte[], byte[]> consumer(String bootstrapServers, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(SERVERS, bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.putAll(own);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A member of a share group, which acknowledges what it is given by its next poll. */
    public static ShareConsumer<byte[], byte[]> shareConsumer(String bootstrapServers, String group) {
        return new KafkaShareConsumer<>(
                Map.of(SERVERS, bootstrapServers, "group.id", group),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Map<String, Object> settings(String bootstrapServers, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(SERVERS, bootstrapServers);
        settings.putAll(own);
        return settings;
    }
}

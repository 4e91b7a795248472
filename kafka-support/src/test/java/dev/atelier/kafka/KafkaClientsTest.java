package dev.atelier.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What each kind of client works with, once Kafka has read its settings and filled in the rest. */
class KafkaClientsTest {
    private static final Broker BROKER = Broker.of(Map.of(
            "bootstrap.servers", "localhost:9092", "group.id", "of-the-application", "client.id", "of-the-broker"));
    private static final List<String> EVERY_CLIENT = List.of("localhost:9092");

    @Test
    void aProducerWritesOnceToAllReplicasWithKafkasOwnTimeouts() {
        AbstractConfig producer = producer(KafkaClients.producerSettings(BROKER, Map.of("linger.ms", 0)));

        assertSettings(
                producer,
                Map.of(
                        "bootstrap.servers",
                        EVERY_CLIENT,
                        "client.id",
                        "of-the-broker",
                        "acks",
                        "-1",
                        "enable.idempotence",
                        true,
                        "linger.ms",
                        0L,
                        "max.block.ms",
                        60_000L,
                        "request.timeout.ms",
                        30_000,
                        "delivery.timeout.ms",
                        120_000));
    }

    @Test
    void aProducerWhoseCallerTriesAgainGivesUpEarly() {
        AbstractConfig producer = producer(
                KafkaClients.producerSettings(BROKER, Duration.ofSeconds(8), Map.of("max.request.size", 8 << 20)));

        assertSettings(
                producer,
                Map.of(
                        "acks",
                        "-1",
                        "enable.idempotence",
                        true,
                        "max.block.ms",
                        5_000L,
                        "request.timeout.ms",
                        5_000,
                        "delivery.timeout.ms",
                        8_000,
                        "max.request.size",
                        8 << 20));
    }

    @Test
    void whatAProducerSetsItselfWins() {
        AbstractConfig producer = producer(KafkaClients.producerSettings(
                BROKER, Duration.ofSeconds(8), Map.of("max.block.ms", 60_000L, "delivery.timeout.ms", 60_000)));

        assertSettings(producer, Map.of("max.block.ms", 60_000L, "delivery.timeout.ms", 60_000));
    }

    @Test
    void aReaderIsInNoGroupAndSeesCommittedRecordsOnly() {
        AbstractConfig reader = consumer(KafkaClients.readerSettings(BROKER, Map.of("max.poll.records", 1)));

        assertThat(reader.getString("group.id")).isNull();
        assertSettings(
                reader,
                Map.of(
                        "bootstrap.servers",
                        EVERY_CLIENT,
                        "enable.auto.commit",
                        false,
                        "allow.auto.create.topics",
                        false,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "none",
                        "metadata.max.age.ms",
                        10_000L,
                        "default.api.timeout.ms",
                        10_000,
                        "max.poll.records",
                        1));
    }

    @Test
    void aGroupMemberIsInItsGroupAndCommitsNothingByItself() {
        AbstractConfig member =
                consumer(KafkaClients.groupMemberSettings(BROKER, "readers", Map.of("auto.offset.reset", "earliest")));

        assertSettings(
                member,
                Map.of(
                        "group.id",
                        "readers",
                        "enable.auto.commit",
                        false,
                        "allow.auto.create.topics",
                        false,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        10_000L,
                        "default.api.timeout.ms",
                        10_000));
    }

    @Test
    void aShareGroupMemberHoldsOneRecordAndAcknowledgesIt() {
        Map<String, Object> member = ConsumerConfig.configDef()
                .parse(deserializing(
                        KafkaClients.shareGroupMemberSettings(BROKER, "trainers", Duration.ofSeconds(15))));

        assertSettings(
                member,
                Map.of(
                        "group.id",
                        "trainers",
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1,
                        "request.timeout.ms",
                        15_000,
                        "reconnect.backoff.max.ms",
                        1_000L,
                        "enable.metrics.push",
                        false));
    }

    @Test
    void anAdminWaitsAsLongAsItsCallerSays() {
        AbstractConfig admin = new AdminClientConfig(
                KafkaClients.adminSettings(BROKER, Duration.ofSeconds(5), Duration.ofSeconds(10)));

        assertSettings(
                admin,
                Map.of(
                        "bootstrap.servers", EVERY_CLIENT,
                        "request.timeout.ms", 5_000,
                        "default.api.timeout.ms", 10_000));
    }

    private static void assertSettings(AbstractConfig config, Map<String, ?> expected) {
        assertSettings(config.values(), expected);
    }

    private static void assertSettings(Map<String, ?> values, Map<String, ?> expected) {
        Map<String, Object> actual = new HashMap<>();
        expected.keySet().forEach(name -> actual.put(name, values.get(name)));
        assertThat(actual).containsExactlyInAnyOrderEntriesOf(new HashMap<>(expected));
    }

    private static AbstractConfig producer(Map<String, Object> settings) {
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return new ProducerConfig(settings);
    }

    private static AbstractConfig consumer(Map<String, Object> settings) {
        return new ConsumerConfig(deserializing(settings));
    }

    private static Map<String, Object> deserializing(Map<String, Object> settings) {
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        return settings;
    }
}

package dev.atelier.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.CompressedRecords;
import dev.atelier.testsupport.TestClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker's cleaner unpacks the records of compacted topics, so none must unpack to more than the broker's heap. */
class CompactedTopicsTest {
    private static final byte[] KEY = {'x'};
    private static final int MORE_THAN_THE_TOPIC_TAKES_MEBIBYTES = 60;
    private static final int MORE_THAN_THE_BROKERS_HEAP_MEBIBYTES = 700;

    @TempDir
    private Path folder;

    private KafkaBroker broker;

    @BeforeEach
    void start() {
        List<Integer> ports = Ports.free(2);
        broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.kill();
    }

    @Test
    void aRecordThatUnpacksToMoreThanTheTopicTakesIsRefusedAndTheNextOneTaken() throws Exception {
        try (Admin admin = TestClients.admin(broker.bootstrapServers())) {
            TopicCreation.createMissing(admin);
        }
        long running = broker.pid();
        List<String> compacted = Topics.all().stream()
                .filter(topic -> topic.settings().get("cleanup.policy").contains("compact"))
                .map(Topic::topicName)
                .toList();
        assertThat(compacted).isNotEmpty();

        for (String topic : compacted) {
            assertRefused(topic, MORE_THAN_THE_TOPIC_TAKES_MEBIBYTES);
            assertRefused(topic, MORE_THAN_THE_BROKERS_HEAP_MEBIBYTES);
            assertThat(send(topic)).as("offset in " + topic).isZero();
        }
        assertThat(broker.pid()).isEqualTo(running);
    }

    private void assertRefused(String topic, int mebibytes) {
        assertThatThrownBy(() -> CompressedRecords.write(broker.bootstrapServers(), topic, KEY, mebibytes))
                .as("a record of %d MiB for %s", mebibytes, topic)
                .isInstanceOf(ExecutionException.class);
    }

    private long send(String topic) throws Exception {
        try (var producer = TestClients.producer(broker.bootstrapServers(), Map.of("compression.type", "lz4"))) {
            return producer.send(new ProducerRecord<>(topic, KEY, "small".getBytes(UTF_8)))
                    .get()
                    .offset();
        }
    }
}

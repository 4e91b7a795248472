package dev.atelier.localstack.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.localstack.process.Ports;
import dev.atelier.localstack.process.StartFailedException;
import dev.atelier.testsupport.TestClients;
import dev.atelier.testsupport.TopicContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All tests share one broker, which each finds running; their topics keep them apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaBrokerTest {
    @TempDir
    static Path folder;

    private KafkaBroker broker;

    @BeforeAll
    void prepare() {
        broker = brokerOnFreePorts();
    }

    @BeforeEach
    void start() {
        if (!broker.isAlive()) {
            broker.start();
        }
    }

    @AfterAll
    void kill() {
        broker.kill();
    }

    @Test
    void runsAsAProcessOfItsOwnAndStopsOnASignal() {
        assertThat(ProcessHandle.of(broker.pid())).get().matches(ProcessHandle::isAlive);
        ProcessHandle process = ProcessHandle.of(broker.pid()).orElseThrow();

        broker.stop();

        assertThat(process.isAlive()).isFalse();
        assertThat(broker.isAlive()).isFalse();
        assertThat(Ports.answers(broker.port())).isFalse();
    }

    @Test
    void keepsRecordsOverACleanRestart() throws Exception {
        createTopic("stopped");
        send("stopped", "one");

        broker.stop();
        broker.start();

        assertThat(read("stopped")).containsExactly("one");
    }

    @Test
    void keepsAcknowledgedRecordsWhenKilled() throws Exception {
        createTopic("killed");
        send("killed", "one");
        send("killed", "two");

        broker.kill();
        broker.start();
        send("killed", "three");

        assertThat(read("killed")).containsExactly("one", "two", "three");
    }

    @Test
    void keepsRecordsWhenItMovesToOtherPorts() throws Exception {
        createTopic("moved");
        send("moved", "one");
        broker.stop();

        broker = brokerOnFreePorts();
        broker.start();
        send("moved", "two");

        assertThat(read("moved")).containsExactly("one", "two");
    }

    @Test
    void servesShareGroupsBeforeAndAfterAKill() throws Exception {
        createTopic("jobs");
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "workers");
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            group,
                            List.of(
                                    set("share.auto.offset.reset", "earliest"),
                                    set("share.record.lock.duration.ms", "5000"))))
                    .all()
                    .get();
        }
        send("jobs", "first");
        assertThat(takeJob()).isEqualTo("first");

        broker.kill();
        broker.start();
        send("jobs", "second");

        assertThat(takeJob()).isEqualTo("second");
    }

    @Test
    void createsNoTopicThatWasNotRequested() {
        assertThatThrownBy(() -> send("unknown", "lost")).hasMessageContaining("unknown");
    }

    @Test
    void reportsThatItsPortIsTaken() {
        KafkaBroker second = new KafkaBroker(
                folder.resolve("second"), broker.port(), Ports.free(1).getFirst());

        assertThatThrownBy(second::start)
                .hasMessage("port " + broker.port() + " of kafka is taken by another process; choose another port");
    }

    @Test
    void reportsItsLogWhenItCannotStart() throws IOException {
        List<Integer> ports = Ports.free(2);
        KafkaBroker foreign = new KafkaBroker(folder.resolve("foreign"), ports.getFirst(), ports.getLast());
        Files.createDirectories(folder.resolve("foreign/data"));
        Files.writeString(folder.resolve("foreign/data/meta.properties"), "version=1\nnode.id=7\ncluster.id=other\n");

        assertThatThrownBy(foreign::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("kafka ended before it was ready")
                .hasMessageContaining("node id 7");
        foreign.kill();
    }

    private KafkaBroker brokerOnFreePorts() {
        List<Integer> ports = Ports.free(2);
        return new KafkaBroker(folder.resolve("kafka"), ports.getFirst(), ports.getLast());
    }

    private static org.apache.kafka.clients.admin.AlterConfigOp set(String name, String value) {
        return new org.apache.kafka.clients.admin.AlterConfigOp(
                new org.apache.kafka.clients.admin.ConfigEntry(name, value),
                org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET);
    }

    private Admin admin() {
        return TestClients.admin(broker.bootstrapServers());
    }

    private void createTopic(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private void send(String topic, String value) throws Exception {
        try (var producer = TestClients.producer(broker.bootstrapServers(), Map.of("max.block.ms", 5000))) {
            producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))).get();
        }
    }

    private List<String> read(String topic) {
        return TopicContent.read(broker.bootstrapServers(), topic).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private String takeJob() {
        try (var consumer = TestClients.shareConsumer(broker.bootstrapServers(), "workers")) {
            consumer.subscribe(List.of("jobs"));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> job : consumer.poll(Duration.ofMillis(200))) {
                    consumer.commitSync();
                    return new String(job.value(), UTF_8);
                }
            }
            return "no job in time";
        }
    }
}

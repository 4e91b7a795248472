package dev.atelier.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
    void runsAsAProcessOfItsOwnAndLeavesWhenAsked() {
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

        assertThat(read("stopped", 1)).containsExactly("one");
    }

    @Test
    void keepsAcknowledgedRecordsWhenKilled() throws Exception {
        createTopic("killed");
        send("killed", "one");
        send("killed", "two");

        broker.kill();
        broker.start();
        send("killed", "three");

        assertThat(read("killed", 3)).containsExactly("one", "two", "three");
    }

    @Test
    void keepsRecordsWhenItMovesToOtherPorts() throws Exception {
        createTopic("moved");
        send("moved", "one");
        broker.stop();

        broker = brokerOnFreePorts();
        broker.start();
        send("moved", "two");

        assertThat(read("moved", 2)).containsExactly("one", "two");
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
    void createsNoTopicThatNobodyAskedFor() {
        assertThatThrownBy(() -> send("unknown", "lost")).hasMessageContaining("unknown");
    }

    @Test
    void saysThatItsPortIsTaken() {
        KafkaBroker second = new KafkaBroker(
                folder.resolve("second"), broker.port(), Ports.free(1).getFirst());

        assertThatThrownBy(second::start)
                .hasMessage("port " + broker.port() + " of kafka is taken by another process; choose another port");
    }

    @Test
    void saysWhatItsLogSaysWhenItCannotStart() throws IOException {
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
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void createTopic(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private void send(String topic, String value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", 5000, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private List<String> read(String topic, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(200))) {
                    values.add(read.value());
                }
            }
            return values;
        }
    }

    private String takeJob() {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "workers");
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("jobs"));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> job : consumer.poll(Duration.ofMillis(200))) {
                    consumer.commitSync();
                    return job.value();
                }
            }
            return "no job in time";
        }
    }
}

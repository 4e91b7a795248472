package dev.atelier.dataset.coordination.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.connection.Records;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of a log that changes, on a broker of its own. */
class LedgerFollowerTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int PARTITIONS = 8;

    @TempDir
    Path folder;

    private KafkaBroker broker;
    private KafkaConnection kafka;

    @BeforeEach
    void start() throws Exception {
        List<Integer> ports = Ports.free(2);
        broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        broker.start();
        kafka = new KafkaConnection(Map.of("bootstrap.servers", broker.bootstrapServers()));
        TopicCreation.createMissing(kafka.admin());
    }

    @AfterEach
    void stop() {
        kafka.admin().close(Duration.ZERO);
        broker.stop();
    }

    @Test
    void newPartitionsOfTheEventsBelongToWhatItMustHoldBeforeADecision() throws Exception {
        Ledger ledger = new Ledger();
        LedgerProgress progress = new LedgerProgress(kafka, InstantSource.system());
        try (LedgerFollower follower = new LedgerFollower(
                kafka, ledger, progress, new LedgerSnapshots(kafka, ledger, InstantSource.system()))) {
            follower.start();
            progress.awaitCaughtUp(LIMIT);
            kafka.admin()
                    .createPartitions(Map.of(Topics.EVENTS.topicName(), NewPartitions.increaseTo(PARTITIONS)))
                    .all()
                    .get();
            await().atMost(LIMIT).until(() -> partitions() == PARTITIONS);
            List<String> jobs =
                    IntStream.range(0, 50).mapToObj("%020x"::formatted).toList();
            try (Producer<byte[], byte[]> producer = kafka.producer(Map.of())) {
                for (String job : jobs) {
                    producer.send(Records.event(Examples.queued(job, 1, Examples.NOON)))
                            .get();
                }
            }

            progress.awaitCaughtUp(LIMIT);

            assertThat(jobs).allSatisfy(job -> assertThat(ledger.job(job)).isPresent());
        }
    }

    private int partitions() throws Exception {
        return kafka.admin()
                .describeTopics(List.of(Topics.EVENTS.topicName()))
                .allTopicNames()
                .get()
                .get(Topics.EVENTS.topicName())
                .partitions()
                .size();
    }
}

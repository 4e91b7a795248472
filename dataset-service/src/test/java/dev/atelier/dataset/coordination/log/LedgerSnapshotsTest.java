package dev.atelier.dataset.coordination.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.connection.Records;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that starts behind a snapshot knows what one knows that has read the whole log. */
class LedgerSnapshotsTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ENDED = id(1);
    private static final String OPEN = id(2);
    private static final String LATER = id(3);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static KafkaConnection kafka;

    @BeforeAll
    static void start() throws Exception {
        List<Integer> ports = Ports.free(2);
        broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        broker.start();
        kafka = new KafkaConnection(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        kafka.admin().close(Duration.ZERO);
        broker.stop();
    }

    @BeforeEach
    void createTopics() throws Exception {
        Set<String> present = kafka.admin().listTopics().names().get();
        recreate(Topics.all().stream()
                .map(Topic::topicName)
                .filter(present::contains)
                .toList());
    }

    @Test
    void theLogIsReadOnBehindTheSnapshot() throws Exception {
        publish(queued(ENDED), cancelled(ENDED), queued(OPEN));
        try (Replica first = new Replica()) {
            first.readAll();
            first.snapshots.write();

            Replica second = new Replica();
            assertThat(second.snapshots.restore().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isGreaterThanOrEqualTo(3);
            assertThat(second.ledger.job(ENDED))
                    .isEqualTo(first.ledger.job(ENDED))
                    .isPresent();
            assertThat(second.ledger.job(OPEN))
                    .isEqualTo(first.ledger.job(OPEN))
                    .isPresent();
        }
        publish(cancelled(OPEN), queued(LATER));

        try (Replica third = new Replica()) {
            third.readAll();
            assertThat(third.ledger.openJobs()).extracting(LedgerJob::id).containsExactly(LATER);
            assertThat(third.ledger.job(OPEN).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        }
    }

    @Test
    void replicasWriteByTurnsAndNothingOfEitherIsMissing() throws Exception {
        try (Replica one = new Replica();
                Replica other = new Replica()) {
            for (int turn = 0; turn < 6; turn++) {
                publish(queued(id(10 * turn)), queued(id(10 * turn + 1)), cancelled(id(10 * turn)));
                one.readAll();
                other.readAll();
                (turn % 2 == 0 ? one : other).snapshots.write();
            }
            assertRestored(one.ledger, 12);
        }
    }

    @Test
    void aReplicaThatIsBehindWritesNothing() throws Exception {
        publish(queued(ENDED));
        try (Replica behind = new Replica();
                Replica ahead = new Replica()) {
            behind.readAll();
            behind.close();
            Map<TopicPartition, Long> earlier = behind.snapshots.cuts().positions();
            publish(cancelled(ENDED));
            ahead.readAll();
            ahead.snapshots.write();
            FutureTask<Void> writing = new FutureTask<>(() -> {
                behind.snapshots.write();
                return null;
            });
            // Not in the common pool: Kafka's client finds its classes by the loader of the thread.
            Thread.ofPlatform().start(writing);
            await().atMost(LIMIT).until(() -> {
                behind.snapshots.cuts().advance(earlier);
                return writing.isDone();
            });
            writing.get();
            assertRestored(ahead.ledger, 1);
        }
    }

    @Test
    void aSnapshotOfAnotherLogIsNotUsed() throws Exception {
        publish(queued(ENDED), cancelled(ENDED), queued(OPEN));
        try (Replica first = new Replica()) {
            first.readAll();
            first.snapshots.write();
        }
        recreate(List.of(Topics.EVENTS.topicName()));
        publish(queued(LATER), queued(id(4)), queued(id(5)), queued(id(6)), queued(id(7)));

        try (Replica second = new Replica()) {
            second.readAll();
            assertThat(second.ledger.job(ENDED)).isEmpty();
            assertThat(second.ledger.openJobs()).hasSize(5);
            second.snapshots.write();
            assertRestored(second.ledger, 5);
        }
    }

    @Test
    void aServiceThatMeetsAnotherLogBeginsAnotherSnapshot() throws Exception {
        publish(queued(ENDED), cancelled(ENDED), queued(OPEN));
        try (Replica running = new Replica()) {
            running.readAll();
            running.snapshots.write();
            recreate(List.of(Topics.EVENTS.topicName()));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(running.ledger.openJobs()).isEmpty());
            publish(queued(LATER));
            running.readAll();
            running.snapshots.write();
            assertRestored(running.ledger, 1);
        }
    }

    @Test
    void aDamagedSnapshotIsReplaced() throws Exception {
        publish(queued(ENDED), cancelled(ENDED), queued(OPEN));
        try (Replica first = new Replica()) {
            first.readAll();
            first.snapshots.write();
        }
        damage();
        try (Replica second = new Replica()) {
            assertThat(second.snapshots.restore()).isEmpty();
            second.readAll();
            assertThat(second.ledger.openJobs()).extracting(LedgerJob::id).containsExactly(OPEN);
            second.snapshots.write();
            assertRestored(second.ledger, 2);
        }
    }

    @Test
    void aSnapshotWhoseTopicWasDeletedIsNotUsed() throws Exception {
        publish(queued(ENDED), cancelled(ENDED), queued(OPEN));
        try (Replica first = new Replica()) {
            first.readAll();
            first.snapshots.write();
        }
        recreate(List.of(Topics.LEDGER.topicName()));
        try (Replica second = new Replica()) {
            assertThat(second.snapshots.restore()).isEmpty();
            second.readAll();
            second.snapshots.write();
            assertRestored(second.ledger, 2);
        }
    }

    @Test
    void aRecordThatIsStillToBeReportedIsReadAgain() throws Exception {
        String queue = Topics.jobs().getFirst().topicName();
        try (Producer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            producer.send(new ProducerRecord<>(queue, utf8(ENDED), utf8("no job")))
                    .get();
        }
        try (Replica first = new Replica()) {
            first.readAll();
            first.snapshots.write();
        }
        Replica second = new Replica();
        assertThat(second.snapshots.restore()).containsEntry(new TopicPartition(queue, 0), 0L);
    }

    /** A service that knows the log, or a part of it. */
    private final class Replica implements AutoCloseable {
        private final Ledger ledger = new Ledger();
        private final LedgerProgress progress = new LedgerProgress(kafka, InstantSource.system());
        private final LedgerSnapshots snapshots = new LedgerSnapshots(kafka, ledger, InstantSource.system());
        private final LedgerFollower follower = new LedgerFollower(kafka, ledger, progress, snapshots);
        private boolean started;

        void readAll() throws InterruptedException {
            if (!started) {
                follower.start();
                started = true;
            }
            progress.awaitCaughtUp(LIMIT);
        }

        @Override
        public void close() {
            follower.close();
        }
    }

    private void assertRestored(Ledger expected, int jobs) throws Exception {
        Replica restored = new Replica();
        assertThat(restored.snapshots.restore()).isNotEmpty();
        Set<LedgerJob> found = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(restored.ledger.job(id(i))).isEqualTo(expected.job(id(i)));
            restored.ledger.job(id(i)).ifPresent(found::add);
        }
        assertThat(found).hasSize(jobs);
    }

    private static void recreate(List<String> topics) throws Exception {
        kafka.admin().deleteTopics(topics).all().get();
        await().atMost(LIMIT)
                .until(() ->
                        Collections.disjoint(kafka.admin().listTopics().names().get(), topics));
        TopicCreation.createMissing(kafka.admin());
    }

    /** Puts what is no entry in the place of each. */
    private void damage() throws Exception {
        Set<String> keys = new HashSet<>();
        SnapshotTopic topic = new SnapshotTopic(kafka);
        topic.settle();
        topic.read((key, value) -> keys.add(key));
        assertThat(keys).isNotEmpty();
        try (Producer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            for (String key : keys) {
                producer.send(new ProducerRecord<>(Topics.LEDGER.topicName(), utf8(key), utf8("no entry")))
                        .get();
            }
        }
    }

    private static Event queued(String job) {
        return Examples.queued(job, 1, Examples.NOON);
    }

    private static Event cancelled(String job) {
        return new JobCancelled(job, 1, null, "no longer wanted", Examples.NOON);
    }

    private static String id(int number) {
        return "%020x".formatted(number);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void publish(Event... events) throws Exception {
        try (Producer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            for (Event event : events) {
                producer.send(Records.event(event)).get();
            }
        }
    }
}

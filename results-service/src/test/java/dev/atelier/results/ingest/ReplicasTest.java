package dev.atelier.results.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.Event;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.testsupport.TestClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several results services on one log and one database, and a log that grows. */
class ReplicasTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(180);

    private final List<ProjectionLoop> loops = new ArrayList<>();
    private String topic;
    private EventWriter log;

    @BeforeEach
    void open() {
        topic = Infrastructure.newTopic("events", 2);
        log = new EventWriter(Infrastructure.bootstrapServers(), topic);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (ProjectionLoop loop : loops) {
            loop.stop();
        }
        log.close();
    }

    @Test
    void replicasThatStartAtOnceMigrateOnceAreAllReadyAndAKilledOneIsFollowed() throws Exception {
        String url = Infrastructure.newDatabase();
        TestDatabase shared = new TestDatabase(url);
        Process other = ProjectionProcess.start(url, Infrastructure.bootstrapServers(), topic);
        try {
            ProjectionLoop first = started(shared);
            ProjectionLoop second = started(shared);
            await().atMost(TIMEOUT).until(() -> isCaughtUp(first) && isCaughtUp(second));
            List<Event> events = new Stories(11).woven(40);
            log.publish(events.subList(0, 200).toArray(Event[]::new));
            await().atMost(TIMEOUT)
                    .until(() -> !shared.column("SELECT id FROM jobs LIMIT 1").isEmpty());

            other.destroyForcibly().waitFor();
            log.publish(events.subList(200, events.size()).toArray(Event[]::new));

            assertIsWhatOneAloneMakes(shared);
            assertThat(first.status().ready()).isTrue();
            assertThat(second.status().ready()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aHaltedReplicaThatHoldsTheLockGivesWay() throws Exception {
        TestDatabase shared = new TestDatabase(Infrastructure.newDatabase());
        ProjectionLoop loop = started(shared);
        await().atMost(TIMEOUT).until(() -> isCaughtUp(loop));
        try (var connection = shared.source().getConnection()) {
            connection.setAutoCommit(false);
            // What a replica does first of all in a batch; this one never goes on.
            dev.atelier.results.sql.Transactions.endWhenIdleFor(connection, Duration.ofSeconds(3));
            dev.atelier.results.store.Offsets.lock(connection, topic);
            log.publish(SampleEvents.queued("a", 1));
            await().atMost(TIMEOUT)
                    .until(() -> shared.column("SELECT id FROM jobs").contains("a"));
        } catch (java.sql.SQLException endedByTheDatabase) {
            assertThat(endedByTheDatabase.getMessage()).isNotNull();
        }
        assertThat(loop.status().ready()).isTrue();
        assertThat(loop.hasEnded()).isFalse();
    }

    @Test
    void newPartitionsAreReadFromTheirBeginning() throws Exception {
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
        ProjectionLoop loop = started(database);
        log.publish(SampleEvents.queued("before", 1));
        await().atMost(TIMEOUT).until(() -> isCaughtUp(loop));

        try (Admin admin = TestClients.admin(Infrastructure.bootstrapServers())) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(8)))
                    .all()
                    .get();
            await().atMost(TIMEOUT)
                    .until(() -> admin.describeTopics(List.of(topic))
                                    .allTopicNames()
                                    .get()
                                    .get(topic)
                                    .partitions()
                                    .size()
                            == 8);
        }
        // A producer that knows of the new partitions.
        try (EventWriter writer = new EventWriter(Infrastructure.bootstrapServers(), topic)) {
            for (int job = 0; job < 50; job++) {
                writer.publish(SampleEvents.queued("after-" + job, 1));
            }
        }

        await().atMost(TIMEOUT)
                .until(() -> database.column("SELECT id FROM jobs").size() == 51);
        assertThat(database.column("SELECT DISTINCT log_partition FROM jobs ORDER BY 1"))
                .anySatisfy(partition -> assertThat(Integer.parseInt(partition)).isGreaterThan(1));
        assertIsWhatOneAloneMakes(database);
    }

    private void assertIsWhatOneAloneMakes(TestDatabase shared) {
        TestDatabase alone = new TestDatabase(Infrastructure.newDatabase());
        ProjectionLoop loop = started(alone);
        await().atMost(TIMEOUT).until(() -> isCaughtUp(loop));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(shared.dump()).isEqualTo(alone.dump()));
    }

    private static boolean isCaughtUp(ProjectionLoop loop) {
        return loop.status().ready() && loop.status().lagRecords() == 0;
    }

    private ProjectionLoop started(TestDatabase database) {
        ProjectionLoop loop = new ProjectionLoop(
                database.source(),
                new LogSettings(Broker.at(Infrastructure.bootstrapServers()), topic, 5, Duration.ofSeconds(30)),
                database::migrate,
                ProjectionLoopTest.NOBODY,
                System::nanoTime,
                new SimpleMeterRegistry());
        loops.add(loop);
        loop.start();
        return loop;
    }
}

package dev.atelier.results.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.postgres.PostgresServer;
import dev.atelier.localstack.process.Ports;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is killed while events arrive costs time, and nothing else. */
class ProjectionCrashTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private KafkaBroker broker;
    private PostgresServer postgres;
    private TestDatabase database;
    private ProjectionLoop loop;

    @BeforeEach
    void start() {
        List<Integer> ports = Ports.free(3);
        broker = new KafkaBroker(folder.resolve("kafka"), ports.get(0), ports.get(1));
        postgres = new PostgresServer(folder.resolve("postgres"), ports.get(2));
        broker.start();
        postgres.start();
        postgres.createDatabase("atelier");
        database = new TestDatabase(postgres.jdbcUrl("atelier"));
        loop = started(database);
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        postgres.kill();
        broker.kill();
    }

    @Test
    void killsOfDatabaseAndBrokerInTheMiddleChangeNoRow() throws Exception {
        List<Event> events = new Stories(5).woven(60);
        awaitCaughtUp(loop);

        publish(events.subList(0, 100));
        await().atMost(TIMEOUT).until(() -> jobs() > 5);
        postgres.kill();
        publish(events.subList(100, 200));
        await().atMost(TIMEOUT).until(() -> loop.status().obstacle().orElse("").startsWith("The database"));
        postgres.start();
        await().atMost(TIMEOUT).until(() -> loop.status().ready());

        broker.kill();
        await().atMost(TIMEOUT).until(() -> loop.status().obstacle().orElse("").startsWith("The broker"));
        broker.start();
        publish(events.subList(200, events.size()));
        await().atMost(TIMEOUT).until(() -> loop.status().ready());

        postgres.kill();
        postgres.start();
        awaitCaughtUp(loop);

        postgres.createDatabase("undisturbed");
        TestDatabase undisturbed = new TestDatabase(postgres.jdbcUrl("undisturbed"));
        ProjectionLoop other = started(undisturbed);
        awaitCaughtUp(other);
        other.stop();
        assertThat(database.dump()).isEqualTo(undisturbed.dump());
    }

    @Test
    void aRebuildThatLosesItsDatabaseLeavesTheRowsAsTheyWere() throws Exception {
        publish(new Stories(6).woven(20));
        awaitCaughtUp(loop);
        var before = database.dump();

        postgres.kill();
        var rebuild = loop.rebuild();
        await().atMost(TIMEOUT).until(rebuild::isCompletedExceptionally);
        postgres.start();

        awaitCaughtUp(loop);
        assertThat(database.dump()).isEqualTo(before);
        loop.rebuild().get();
        assertThat(database.dump()).isEqualTo(before);
    }

    /** By a look at the log that began after this was called: the one before may be under way. */
    private static void awaitCaughtUp(ProjectionLoop loop) {
        for (int look = 0; look < 2; look++) {
            ProjectionStatus before = loop.status();
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(loop.status()).isNotSameAs(before));
        }
        ProjectionLoopTest.awaitCaughtUp(loop);
    }

    private long jobs() {
        return Long.parseLong(database.column("SELECT count(*) FROM jobs").getFirst());
    }

    private void publish(List<Event> events) {
        try (EventWriter log = new EventWriter(broker.bootstrapServers(), Topics.EVENTS.topicName())) {
            log.publish(events.toArray(Event[]::new));
        }
    }

    private ProjectionLoop started(TestDatabase target) {
        ProjectionLoop started = new ProjectionLoop(
                target.source(),
                new LogSettings(
                        Broker.at(broker.bootstrapServers()), Topics.EVENTS.topicName(), 20, Duration.ofSeconds(5)),
                target::migrate,
                ProjectionLoopTest.NOBODY,
                System::nanoTime,
                new SimpleMeterRegistry());
        started.start();
        return started;
    }
}

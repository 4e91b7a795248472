package dev.atelier.results.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectionLoopTest {
    private final List<ProjectionLoop> loops = new ArrayList<>();
    private String topic;
    private EventWriter log;

    @BeforeEach
    void openLog() {
        topic = Infrastructure.newTopic("events", 4);
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
    void aRebuildGivesTheSameRows() throws Exception {
        log.publish(new Stories(1).woven(40).toArray(Event[]::new));
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
        ProjectionLoop loop = started(database, 50);
        awaitCaughtUp(loop);
        var before = database.dump();

        RebuildReport report = loop.rebuild().get(60, TimeUnit.SECONDS);

        assertThat(database.dump()).isEqualTo(before);
        assertThat(report.rows()).containsEntry("jobs", 40L).containsEntry("datasets", 1L);
        assertThat(report.events()).containsKeys("EpochCompleted", "JobStarted", "SubmissionRejected");
    }

    @Test
    void rowsDoNotDependOnHowTheLogWasCutIntoBatches() throws Exception {
        log.publish(new Stories(2).woven(15).toArray(Event[]::new));
        TestDatabase oneByOne = new TestDatabase(Infrastructure.newDatabase());
        TestDatabase atOnce = new TestDatabase(Infrastructure.newDatabase());

        awaitCaughtUp(started(oneByOne, 1));
        awaitCaughtUp(started(atOnce, 10_000));

        assertThat(oneByOne.dump()).isEqualTo(atOnce.dump());
    }

    @Test
    void twoServicesOnOneDatabaseApplyEveryEventOnce() throws Exception {
        List<Event> events = new Stories(3).woven(30);
        TestDatabase shared = new TestDatabase(Infrastructure.newDatabase());
        TestDatabase alone = new TestDatabase(Infrastructure.newDatabase());
        ProjectionLoop first = started(shared, 7);
        awaitCaughtUp(first);
        ProjectionLoop second = started(shared, 5);

        log.publish(events.toArray(Event[]::new));

        awaitCaughtUp(started(alone, 500));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shared.dump()).isEqualTo(alone.dump()));
        assertThat(first.status().obstacle()).isEmpty();
        assertThat(second.status().obstacle()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsKeptAsideAndHoldsNothingUp() throws Exception {
        ProducerRecord<String, byte[]> noJson = EventCodec.encode(SampleEvents.queued("a", 1), "/atelier/test");
        log.send(new ProducerRecord<>(topic, null, "a", "{\"job\":".getBytes(UTF_8), noJson.headers()));
        log.send(new ProducerRecord<>(
                topic, null, "a", "{\"job\":\"a\",\"round\":1}".getBytes(UTF_8), noJson.headers()));
        log.send(new ProducerRecord<>(topic, null, "b", noJson.value(), noJson.headers()));
        log.send(new ProducerRecord<>(topic, null, "a", null, noJson.headers()));
        log.send(new ProducerRecord<>(topic, null, "a", new byte[] {0, 1, 2}));
        ProducerRecord<String, byte[]> unknown = EventCodec.encode(SampleEvents.queued("a", 1), "/atelier/test");
        unknown.headers().remove("ce_type").add("ce_type", "JobDreamt".getBytes(UTF_8));
        log.send(unknown);
        log.publish(SampleEvents.queued("good", 1));
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());

        ProjectionLoop loop = started(database, 500);
        awaitCaughtUp(loop);

        assertThat(database.column("SELECT id FROM jobs")).containsExactly("good");
        assertThat(database.column("SELECT reason FROM dead_letters"))
                .hasSize(5)
                .anySatisfy(reason -> assertThat(reason).contains("the body is not a valid JobQueued"))
                .anySatisfy(reason -> assertThat(reason).isEqualTo("submission is missing"))
                .anySatisfy(reason -> assertThat(reason).isEqualTo("the record's key is 'b'; expected a"))
                .anySatisfy(reason -> assertThat(reason).isEqualTo("the record has no body"))
                .anySatisfy(reason -> assertThat(reason).isEqualTo("the record has no header ce_type"));
        assertThat(loop.status().ready()).isTrue();
    }

    @Test
    void whatTheDatabaseRefusesIsKeptAsideAlone() throws Exception {
        log.publish(SampleEvents.queued("a", 1), SampleEvents.started("a", "r"));
        // A year that timestamptz does not have.
        log.publish(new JobFailed("a", 0, "r", "diverged", "too late", java.time.Instant.MAX));
        log.publish(SampleEvents.epoch("a", "r", 1));
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());

        awaitCaughtUp(started(database, 500));

        assertThat(database.column("SELECT state FROM jobs")).containsExactly("RUNNING");
        assertThat(database.column("SELECT epoch FROM epochs")).containsExactly("1");
        assertThat(database.column("SELECT reason FROM dead_letters"))
                .singleElement()
                .asString()
                .startsWith("it cannot be stored");
    }

    @Test
    void textThatNoColumnTakesIsStoredNevertheless() throws Exception {
        log.publish(
                SampleEvents.queued("a", 1),
                new JobFailed("a", 0, null, "invalid", "zero \u0000 and \uD800 half", SampleEvents.time(3)));
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());

        awaitCaughtUp(started(database, 500));

        assertThat(database.column("SELECT reason FROM job_list")).containsExactly("zero \uFFFD and \uFFFD half");
        assertThat(database.column("SELECT reason FROM dead_letters")).isEmpty();
    }

    @Test
    void aLogThatWasReplacedIsNoticedAndARebuildHelps() throws Exception {
        log.publish(new Stories(4).woven(5).toArray(Event[]::new));
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
        ProjectionLoop loop = started(database, 500);
        awaitCaughtUp(loop);
        loop.stop();
        database.column("UPDATE consumer_offsets SET topic_id = 'another' RETURNING topic_id");

        ProjectionLoop restarted = started(database, 500);
        await().until(() -> restarted.status().obstacle().orElse("").contains("rebuild"));
        restarted.rebuild().get(60, TimeUnit.SECONDS);

        awaitCaughtUp(restarted);
    }

    @Test
    void aFailedAssertionOfADriverDoesNotEndTheProjection() throws Exception {
        log.publish(new Stories(9).woven(5).toArray(Event[]::new));
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
        var failures = new AtomicInteger();

        ProjectionLoop loop = started(database, 50, () -> {
            if (failures.incrementAndGet() == 1) {
                throw new AssertionError("a driver's, on purpose");
            }
            database.migrate();
        });

        awaitCaughtUp(loop);
        assertThat(failures).hasValue(2);
    }

    private ProjectionLoop started(TestDatabase database, int batchRecords) {
        return started(database, batchRecords, database::migrate);
    }

    private ProjectionLoop started(TestDatabase database, int batchRecords, ProjectionLoop.Migration migration) {
        ProjectionLoop loop = new ProjectionLoop(
                database.source(),
                new LogSettings(
                        Broker.at(Infrastructure.bootstrapServers()), topic, batchRecords, Duration.ofSeconds(5)),
                migration,
                NOBODY,
                System::nanoTime,
                new SimpleMeterRegistry());
        loops.add(loop);
        loop.start();
        return loop;
    }

    static final ProjectionObserver NOBODY = new ProjectionObserver() {
        @Override
        public void onProjected(Projected batch) {}

        @Override
        public void onRebuilt() {}
    };

    static void awaitCaughtUp(ProjectionLoop loop) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> loop.status().ready() && loop.status().lagRecords() == 0);
    }
}

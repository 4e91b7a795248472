package dev.atelier.results.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.RandomText;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever somebody writes into the log, the projection goes on, and what is good arrives. */
class PoisonedLogTest {
    private static final int RECORDS = Integer.getInteger("atelier.test.mutations", 3000);

    private final TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
    private final AtomicLong accounted = new AtomicLong();
    private String topic;
    private EventWriter log;
    private ProjectionLoop loop;

    @BeforeEach
    void open() {
        topic = Infrastructure.newTopic("events", 4);
        log = new EventWriter(Infrastructure.bootstrapServers(), topic);
        loop = new ProjectionLoop(
                database.source(),
                new LogSettings(Broker.at(Infrastructure.bootstrapServers()), topic, 500, Duration.ofSeconds(30)),
                database::migrate,
                new ProjectionObserver() {
                    @Override
                    public void onProjected(Projected batch) {
                        long published = batch.events().stream()
                                .filter(RecordSetAside.class::isInstance)
                                .count();
                        accounted.addAndGet(batch.events().size()
                                + batch.unknownTypes().size()
                                + batch.setAside().size()
                                - published);
                    }

                    @Override
                    public void onRebuilt() {}
                },
                System::nanoTime,
                new SimpleMeterRegistry());
    }

    @AfterEach
    void close() throws InterruptedException {
        loop.stop();
        log.close();
    }

    @Test
    void everyMutatedRecordIsProjectedOrSetAsideAndTheGoodOnesArrive() throws Exception {
        long seed = Long.getLong("atelier.test.seed", 20_260_301);
        MutatedEvents mutated = new MutatedEvents(seed, topic);
        long written = 0;
        int good = 0;
        for (int i = 0; i < RECORDS; i++) {
            log.send(mutated.next());
            written++;
            if (i % 50 == 0) {
                String job = "good-" + good++;
                log.publish(
                        SampleEvents.queued(job, 1),
                        SampleEvents.started(job, "r"),
                        SampleEvents.epoch(job, "r", 1),
                        SampleEvents.completed(job, "r", 0.9));
                written += 4;
            }
        }
        log.publish();

        loop.start();
        caughtUp();

        assertThat(accounted).as("seed %d", seed).hasValue(written);
        assertThat(database.column("SELECT count(*) FROM jobs WHERE id LIKE 'good-%' AND state = 'COMPLETED'"))
                .containsExactly(String.valueOf(good));
        assertThat(database.column("SELECT DISTINCT kind FROM dead_letters"))
                .contains("unreadable", "incomplete", "misplaced", "unprojectable", "refused");
        assertThat(database.column(
                        "SELECT reason FROM dead_letters WHERE reason ~ '[[:cntrl:]]' OR length(excerpt) > 500"))
                .isEmpty();
        assertThat(database.column("SELECT reason FROM dead_letters WHERE reason ~ 'java[.]|Exception'"))
                .as("reasons are sentences")
                .isEmpty();
        var before = database.dump();
        loop.rebuild().get(120, TimeUnit.SECONDS);
        assertThat(database.dump()).isEqualTo(before);
    }

    @Test
    void aStudyWhoseIdIsTooLongForAnIndexIsSetAsideAlone() {
        SubmissionAccepted whole = SampleEvents.study("too-long", "depth-12345678", "a", "b");
        String id = RandomText.letters(6000);
        log.publish(
                SampleEvents.study("before", "depth-12345678", "a", "b"),
                new SubmissionAccepted(
                        whole.submission(), whole.origin(), id, id, whole.request(), whole.members(), whole.time()),
                SampleEvents.study("behind", "depth-12345678", "a", "b"));

        loop.start();
        caughtUp();

        assertThat(database.column("SELECT id FROM submissions ORDER BY id")).containsExactly("before", "behind");
        assertThat(database.column("SELECT kind || ': ' || reason FROM dead_letters"))
                .singleElement()
                .asString()
                .startsWith("refused: it cannot be stored: ERROR: index row size")
                .contains("54000");
    }

    @Test
    void aJobIsStoredHoweverLongItsName() {
        JobQueued named = SampleEvents.queued("named", 1);
        log.publish(new JobQueued(
                named.job(),
                named.submission(),
                named.round(),
                named.datasetKey(),
                named.datasetDigest(),
                SampleEvents.request(RandomText.letters(6000)),
                null,
                named.time()));

        loop.start();
        caughtUp();

        assertThat(database.column("SELECT id || ' ' || length(name) FROM jobs"))
                .containsExactly("named 200");
        assertThat(database.column("SELECT reason FROM dead_letters")).isEmpty();
    }

    @Test
    void aStudyIsStoredWhicheverPartOfItsObjectiveIsLeftOut() {
        for (String objective : List.of("{\"metric\":\"validation.loss\"}", "{\"direction\":\"maximize\"}", "{}")) {
            SubmissionAccepted whole = SampleEvents.study("study-" + objective.hashCode(), "depth-12345678", "a", "b");
            String request = "{\"study\":\"depth\",\"base\":{\"family\":\"mlp\"},\"objective\":" + objective + "}";
            log.publish(new SubmissionAccepted(
                    whole.submission(),
                    whole.origin(),
                    "depth-" + objective.hashCode(),
                    whole.name(),
                    Json.read(request.getBytes(UTF_8), com.fasterxml.jackson.databind.JsonNode.class),
                    whole.members(),
                    whole.time()));
        }

        loop.start();
        caughtUp();

        assertThat(database.column("SELECT reason FROM dead_letters")).isEmpty();
        assertThat(database.column("SELECT objective || ' ' || direction FROM studies"))
                .containsExactlyInAnyOrder(
                        "validation.loss minimize", "validation.accuracy maximize", "validation.accuracy maximize");
    }

    @Test
    void recordsOfOtherTopicsThatServicesSetAsideAreKeptOnceEach() throws Exception {
        RecordSetAside reported = new RecordSetAside(
                "atelier.controls", 0, 7, "x", "value is null; expected an object", "null", SampleEvents.time(1));
        log.publish(
                reported,
                reported,
                new RecordSetAside("atelier.jobs.mlp", 0, 7, "../x", "no JSON", "{", SampleEvents.time(2)));
        // Of the events themselves the projection alone says so.
        log.publish(new RecordSetAside("atelier.events", 0, 0, "x", "untrue", "", SampleEvents.time(3)));

        loop.start();
        caughtUp();

        List<String> rows = List.of(
                "atelier.controls 0 7 x unreadable value is null; expected an object",
                "atelier.jobs.mlp 0 7 ../x unreadable no JSON");
        String query = "SELECT concat_ws(' ', topic, record_partition, record_offset, key, kind, reason)"
                + " FROM dead_letters WHERE topic <> 'atelier.events' ORDER BY topic";
        assertThat(database.column(query)).isEqualTo(rows);
        assertThat(database.column("SELECT reason FROM dead_letters WHERE topic = 'atelier.events'"))
                .singleElement()
                .asString()
                .contains("topic is 'atelier.events'");
        loop.rebuild().get(60, TimeUnit.SECONDS);
        assertThat(database.column(query)).isEqualTo(rows);
    }

    @Test
    void aRecordThatFailsForNoReasonThatTheDatabaseKnowsIsSetAsideInTheEnd() {
        loop.start();
        caughtUp();
        // A trigger that cancels its own statement, as a limit of time does.
        database.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'too slow' USING ERRCODE = '57014'; END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON jobs FOR EACH ROW WHEN (NEW.id = 'slow')
                EXECUTE FUNCTION refuse()""");

        log.publish(SampleEvents.queued("first", 1), SampleEvents.queued("slow", 1), SampleEvents.queued("last", 1));

        await().atMost(Duration.ofSeconds(120))
                .until(() -> database.column("SELECT key FROM dead_letters").contains("slow"));
        caughtUp();
        assertThat(database.column("SELECT id FROM jobs ORDER BY id")).containsExactly("first", "last");
    }

    @Test
    void aTimeBeforeAllTimesIsNoReasonToStop() {
        ProducerRecord<String, byte[]> body = EventCodec.encode(SampleEvents.queued("a", 1), "/atelier/test");
        log.sendAt(0, new ProducerRecord<>(topic, null, "a", "{".getBytes(UTF_8), body.headers()));
        log.publish(
                new JobFailed("b", 0, null, "invalid", "never queued", SampleEvents.time(1)),
                SampleEvents.queued("c", 1));

        loop.start();
        caughtUp();

        assertThat(database.column("SELECT id FROM jobs")).containsExactly("c");
        assertThat(database.column("SELECT key FROM dead_letters")).containsExactly("a");
    }

    private void caughtUp() {
        await().atMost(Duration.ofSeconds(240))
                .until(() -> loop.status().ready() && loop.status().lagRecords() == 0);
    }
}

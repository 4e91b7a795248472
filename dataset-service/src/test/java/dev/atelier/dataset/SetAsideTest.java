package dev.atelier.dataset;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.LedgerFollower;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.LedgerSnapshots;
import dev.atelier.dataset.coordination.log.RecordReports;
import dev.atelier.localstack.kafka.KafkaBroker;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Records that no service can read: each is reported once, and the service answers as before. */
@QuarkusTest
@WithTestResource(SetAsideTest.OwnBroker.class)
class SetAsideTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String JOB = "0123456789abcdef0123";
    private static final int FLOOD = RecordReports.DUE_AT_MOST + 200;

    /** A broker of this test's own, so that no other test's records are among those that are counted. */
    public static final class OwnBroker extends OwnBrokerResource {
        static final KafkaBroker BROKER = create("set-aside");

        public OwnBroker() {
            super(BROKER);
        }
    }

    private final Topic topic = new Topic(OwnBroker.BROKER.bootstrapServers());
    private final List<Tuple> expected = new ArrayList<>();

    @Test
    void eachRecordThatCannotBeReadIsReportedOnceAndNoMoreAfterARestart() throws Exception {
        await().atMost(LIMIT).until(() -> when().get("/q/health/ready").statusCode() == 200);
        String controls = Topics.CONTROLS.topicName();
        garbage(controls, "x", "null");
        garbage(controls, JOB, "{\"action\":7");
        garbage(controls, "", "{\"action\":\"cancel\"}");
        garbage(controls, JOB + "/edit", "{\"action\":\"edit\",\"nme\":\"x\"}");
        // There is no such job.
        garbage(controls, JOB + "/edit", "{\"action\":\"edit\",\"name\":\"x\"}");
        topic.write(controls, utf8(JOB + "/edit"), null, Map.of());
        for (var queue : Topics.jobs()) {
            garbage(queue.topicName(), JOB, "null");
            garbage(queue.topicName(), "../x", "{}");
            garbage(queue.topicName(), null, "{}");
            garbage(queue.topicName(), JOB, null);
            garbage(queue.topicName(), JOB, "{\"job\":\"" + JOB + "\"}");
        }
        garbage(Topics.DATASETS.topicName(), "a@1", "null");
        garbage(Topics.DATASETS.topicName(), "a@1", "[".repeat(5000));
        DatasetManifest real =
                Json.read(topic.read(Topics.DATASETS.topicName()).getFirst().value(), DatasetManifest.class);
        garbage(Topics.DATASETS.topicName(), "other@1", Json.text(real));
        garbage(Topics.DATASETS.topicName(), real.key(), "{\"name\":7}");
        garbage(Topics.DATASETS.topicName(), real.key(), null);
        garbage(Topics.CONTROLS.topicName(), "k".repeat(6_000), "{}");
        // What can be read is between them, and events are the results service's to set aside.
        topic.write(controls, utf8(JOB), utf8("{\"action\":\"cancel\"}"), Map.of());
        topic.write(controls, utf8(JOB), null, Map.of());
        topic.write(Topics.EVENTS.topicName(), utf8(JOB), utf8("null"), Map.of("ce_type", "JobQueued"));
        topic.write(Topics.EVENTS.topicName(), null, null, Map.of("ce_type", "SubmissionAccepted"));
        topic.write(Topics.EVENTS.topicName(), utf8(JOB), utf8("{\"job\":"), Map.of("ce_type", "EpochCompleted"));
        topic.write(Topics.EVENTS.topicName(), utf8(JOB), null, Map.of("ce_type", "EpochCompleted"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(reported()).hasSameSizeAs(expected));
        assertThat(reported()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(topic.events(RecordSetAside.class)).allSatisfy(report -> {
            assertThat(report.reason()).containsPattern("expected|must be").hasSizeLessThanOrEqualTo(500);
            assertThat(report.excerpt()).hasSizeLessThanOrEqualTo(200);
        });
        assertThat(lastManifest(real.key())).isEqualTo(real);
        assertAnswers(1);

        flood(controls);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(reported()).hasSameSizeAs(expected));
        assertThat(reported()).containsExactlyInAnyOrderElementsOf(expected);
        assertAnswers(2);
        assertThat(reported()).hasSameSizeAs(expected);
        assertThat(dueAfterARestart()).isEmpty();
    }

    private void garbage(String name, String key, String value) throws Exception {
        RecordMetadata written =
                topic.write(name, key == null ? null : utf8(key), value == null ? null : utf8(value), Map.of());
        expected.add(tuple(name, written.partition(), written.offset()));
    }

    /** What stays of a key when the broker has cleaned the topic. */
    private DatasetManifest lastManifest(String key) {
        return topic.read(Topics.DATASETS.topicName()).stream()
                .filter(record -> Arrays.equals(record.key(), utf8(key)))
                .reduce((earlier, later) -> later)
                .map(record -> Json.read(record.value(), DatasetManifest.class))
                .orElseThrow();
    }

    /** More than one transaction reports. */
    private void flood(String name) throws Exception {
        try (var producer =
                new KafkaConnection(Map.of("bootstrap.servers", topic.bootstrapServers())).producer(Map.of())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < FLOOD; i++) {
                sent.add(producer.send(new ProducerRecord<>(name, utf8("flood-" + i), utf8("no control"))));
            }
            for (Future<RecordMetadata> each : sent) {
                expected.add(tuple(name, each.get().partition(), each.get().offset()));
            }
        }
    }

    private List<Tuple> reported() {
        return topic.events(RecordSetAside.class).stream()
                .map(report -> tuple(report.topic(), report.partition(), report.offset()))
                .toList();
    }

    private void assertAnswers(int seed) throws Exception {
        RecordMetadata job = topic.submit(null, utf8("""
                {"family": "mlp", "seed": %d,
                 "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}
                """.formatted(seed)));
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(topic.answersTo(job)).singleElement().isInstanceOf(SubmissionAccepted.class));
        assertThat(when().get("/q/health").statusCode()).isEqualTo(200);
    }

    /** What a service that has just read everything would report. */
    private List<Event> dueAfterARestart() throws Exception {
        KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", topic.bootstrapServers()));
        Ledger ledger = new Ledger();
        LedgerProgress progress = new LedgerProgress(kafka, InstantSource.system());
        try (LedgerFollower follower = new LedgerFollower(
                kafka, ledger, progress, new LedgerSnapshots(kafka, ledger, InstantSource.system()))) {
            follower.start();
            progress.awaitCaughtUp(LIMIT);
            return new RecordReports(kafka.broker(), ledger, InstantSource.system()).due();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.atelier.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.CompressedRecords;
import dev.atelier.testsupport.TestClients;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in every topic that the service reads that unpack to more than its heap. */
@Tag("faults")
class CompressedRecordsTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofSeconds(2);
    /** More than the whole heap of {@link SmallService}. */
    private static final int MEBIBYTES = 100;

    private static final List<String> REPORTED = Stream.concat(
                    Stream.of(Topics.CONTROLS, Topics.DATASETS), Topics.jobs().stream())
            .map(dev.atelier.contracts.topic.Topic::topicName)
            .toList();

    @TempDir
    private Path folder;

    private final List<Integer> ports = Ports.free(2);
    private KafkaBroker broker;
    private Topic topic;

    @BeforeEach
    void start() throws Exception {
        broker = new KafkaBroker(folder.resolve("kafka"), ports.getFirst(), ports.getLast());
        broker.start();
        topic = new Topic(broker.bootstrapServers());
        try (Admin admin = TestClients.admin(broker.bootstrapServers())) {
            TopicCreation.createMissing(admin);
            CompressedRecords.allow(admin, Topics.CONTROLS.topicName(), Topics.DATASETS.topicName());
        }
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    @Test
    void eachIsAnsweredOrReportedOnceAndOthersAreAnswered() throws Exception {
        List<Tuple> expected = new ArrayList<>();
        for (String each : REPORTED) {
            expected.add(tuple(each, write(each)));
        }
        write(Topics.EVENTS.topicName());
        RecordMetadata before = submit();
        long oversized = write(Topics.SUBMISSIONS.topicName());
        RecordMetadata behind = submit();

        Process service = SmallService.start(broker.bootstrapServers());
        try {
            await().atMost(LIMIT)
                    .pollInterval(POLL)
                    .failFast(() -> !service.isAlive())
                    .untilAsserted(() -> {
                        assertThat(topic.answersTo(before)).hasSize(1);
                        assertThat(topic.answersTo(behind)).hasSize(1);
                        assertThat(reported()).hasSameSizeAs(expected);
                    });
            assertThat(reported()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(topic.events(RecordSetAside.class))
                    .allSatisfy(report -> assertThat(report.reason())
                            .isEqualTo("it decompresses to more than the memory of its reader"));
            assertThat(topic.events(SubmissionRejected.class).stream()
                            .filter(answer -> answer.origin().offset() == oversized))
                    .singleElement()
                    .satisfies(answer -> {
                        assertThat(answer.reason()).isEqualTo("size");
                        assertThat(answer.violations())
                                .extracting(Violation::sentence)
                                .containsExactly(
                                        "the message is a record that decompresses to more than the memory of its reader;"
                                                + " expected at most 1048576 bytes");
                    });
        } finally {
            service.destroyForcibly().waitFor();
        }

        RecordMetadata last = submit();
        Process again = SmallService.start(broker.bootstrapServers());
        try {
            await().atMost(LIMIT)
                    .pollInterval(POLL)
                    .failFast(() -> !again.isAlive())
                    .untilAsserted(() -> assertThat(topic.answersTo(last)).hasSize(1));
        } finally {
            again.destroyForcibly().waitFor();
        }
        assertThat(reported()).hasSameSizeAs(expected);
        assertThat(topic.events(SubmissionRejected.class)).hasSize(4);
    }

    private long write(String where) throws Exception {
        byte[] key = "0123456789abcdef0123".getBytes(StandardCharsets.US_ASCII);
        return CompressedRecords.write(broker.bootstrapServers(), where, key, MEBIBYTES);
    }

    private RecordMetadata submit() throws Exception {
        return topic.submit(null, "{\"family\": \"none\"}".getBytes(StandardCharsets.UTF_8));
    }

    private List<Tuple> reported() {
        return topic.events(RecordSetAside.class).stream()
                .map(report -> tuple(report.topic(), report.offset()))
                .toList();
    }
}

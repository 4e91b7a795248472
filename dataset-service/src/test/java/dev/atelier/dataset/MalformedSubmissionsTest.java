package dev.atelier.dataset;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.testsupport.TestClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All malformed submissions are written to the topic, then one that is sound, and every one is answered. */
@QuarkusTest
@WithTestResource(Broker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedSubmissionsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String GROUP = "atelier-dataset-service";
    private static final String SOUND = """
            {"family": "mlp", "name": "sound", "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 1}}}
            """;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final Map<String, RecordMetadata> written = new LinkedHashMap<>();
    private List<Event> events = List.of();

    @BeforeEach
    void submitAll() throws Exception {
        if (!written.isEmpty()) {
            return;
        }
        await().atMost(LIMIT).until(() -> when().get("/q/health/ready").statusCode() == 200);
        Topic topic = new Topic(bootstrapServers);
        for (Malformed malformed : Malformed.all()) {
            byte[] message = malformed.message().orElse(null);
            written.put(malformed.name(), topic.submit(utf8(malformed.name()), message));
        }
        RecordMetadata sound = topic.submit(utf8("sound"), utf8(SOUND));
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(topic.answersTo(sound)).singleElement().isInstanceOf(SubmissionAccepted.class));
        // Those that take long to check may be answered later than the sound one.
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(topic.events(SubmissionRejected.class))
                        .extracting(rejected -> rejected.origin().offset())
                        .containsAll(written.values().stream()
                                .map(RecordMetadata::offset)
                                .toList()));
        events = topic.events();
    }

    static Stream<Malformed> cases() {
        return Malformed.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRejectedOnceWithFieldValueAndWhatIsRight(Malformed malformed) {
        RecordMetadata place = written.get(malformed.name());
        RecordOrigin origin = new RecordOrigin(place.partition(), place.offset(), malformed.name());

        assertThat(events)
                .filteredOn(event -> event instanceof SubmissionRejected rejected
                        && rejected.origin().equals(origin))
                .singleElement()
                .satisfies(event -> {
                    SubmissionRejected rejected = (SubmissionRejected) event;
                    assertThat(rejected.reason()).isEqualTo(malformed.reason());
                    assertThat(rejected.violations()).anySatisfy(violation -> {
                        assertThat(violation.field()).isEqualTo(malformed.field());
                        assertThat(violation.value()).contains(malformed.value());
                        assertThat(violation.value()).hasSizeLessThan(200);
                        assertThat(violation.expected()).contains(malformed.expected());
                    });
                    assertThat(rejected.excerpt()).hasSizeLessThanOrEqualTo(200);
                });
    }

    @Test
    void aJobBehindAnExpensiveStudyIsAcceptedAndTheStudyIsNotReadAgain() throws Exception {
        Topic topic = new Topic(bootstrapServers);
        Malformed expensive = Malformed.all().stream()
                .filter(each -> each.name().equals("70,000 unknown fields of 1,000 jobs"))
                .findFirst()
                .orElseThrow();
        RecordMetadata study =
                topic.submit(utf8("expensive"), expensive.message().orElseThrow());
        RecordMetadata job = topic.submit(utf8("behind it"), utf8(SOUND));

        assertThat(answer(topic, job)).isInstanceOf(SubmissionAccepted.class);
        assertThat(answer(topic, study)).isInstanceOf(SubmissionRejected.class);
        try (Admin admin = TestClients.admin(bootstrapServers)) {
            await().atMost(LIMIT).until(() -> committed(admin) > job.offset());
            // The reader joins the group again and begins at the committed offset.
            admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            RecordMetadata next = topic.submit(utf8("after a restart"), utf8(SOUND));
            assertThat(answer(topic, next)).isInstanceOf(SubmissionAccepted.class);
            assertThat(topic.answersTo(study)).hasSize(1);
            await().atMost(LIMIT).until(() -> committed(admin) > next.offset());
        }
    }

    private static Event answer(Topic topic, RecordMetadata submission) {
        return await().atMost(LIMIT)
                .until(() -> topic.answersTo(submission), answers -> !answers.isEmpty())
                .getFirst();
    }

    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .iterator()
                .next()
                .offset();
    }

    @Test
    void thereAreAtLeastSixty() {
        assertThat(written).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void theServiceIsAsHealthyAsBefore() {
        when().get("/q/health/live").then().statusCode(200);
        when().get("/q/health/ready").then().statusCode(200);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.atelier.dataset;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.testsupport.TestClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** The broker is killed in the middle of what the service does, and comes back with what it had. */
@QuarkusTest
@WithTestResource(CrashesTest.OwnBroker.class)
class CrashesTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int KILLS = 2;
    private static final int STUDIES_PER_KILL = 5;

    /** A broker of this test's own, to kill. */
    public static final class OwnBroker extends OwnBrokerResource {
        static final KafkaBroker BROKER = create("crashes");

        public OwnBroker() {
            super(BROKER);
        }
    }

    @Test
    void eachStudyIsAnsweredOnceAndItsThreeJobsAreQueuedOnce() throws Exception {
        Topic topic = new Topic(OwnBroker.BROKER.bootstrapServers());
        awaitReady();
        List<RecordMetadata> studies = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            for (int i = 0; i < STUDIES_PER_KILL; i++) {
                studies.add(topic.submit(null, study(studies.size())));
            }
            // From the second time on some are answered, one is being answered and others wait.
            if (kill > 1) {
                RecordMetadata first = studies.get(studies.size() - STUDIES_PER_KILL);
                await().atMost(LIMIT).until(() -> !topic.answersTo(first).isEmpty());
            }
            OwnBroker.BROKER.kill();
            OwnBroker.BROKER.start();
        }
        studies.add(topic.submit(null, study(studies.size())));

        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(topic.events(SubmissionAccepted.class))
                        .extracting(accepted -> accepted.origin().offset())
                        .contains(studies.getLast().offset()));

        List<Event> events = topic.events();
        for (RecordMetadata study : studies) {
            assertThat(topic.answersTo(study))
                    .as("study at offset %d", study.offset())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            SubmissionAccepted.class,
                            accepted -> assertThat(accepted.members())
                                    .hasSize(3)
                                    .allSatisfy(member -> assertThat(member.disposition())
                                            .isEqualTo(SubmissionAccepted.Disposition.QUEUED)));
        }
        List<String> queued = events.stream()
                .filter(JobQueued.class::isInstance)
                .map(Event::key)
                .toList();
        assertThat(queued).hasSize(3 * studies.size()).doesNotHaveDuplicates();
        assertThat(topic.read(Topics.jobs(new Family("mlp")).topicName()))
                .as("the first in the queue, which nobody takes")
                .extracting(job -> new String(job.key(), StandardCharsets.UTF_8))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .isSubsetOf(queued);
        assertThat(committed(topic)).isGreaterThan(studies.getLast().offset());
        assertThat(topic.events(DatasetPublished.class)).hasSize(1);
        awaitReady();
        when().get("/q/health/live").then().statusCode(200);
    }

    private static void awaitReady() {
        await().atMost(LIMIT).until(() -> when().get("/q/health/ready").statusCode() == 200);
    }

    private static long committed(Topic topic) throws Exception {
        try (var admin = TestClients.admin(topic.bootstrapServers())) {
            return admin.listConsumerGroupOffsets("atelier-dataset-service")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .offset();
        }
    }

    private static byte[] study(int number) {
        return """
                {"study": "study-%d", "seeds": [%d, %d, %d],
                 "base": {"family": "mlp", "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}}
                """.formatted(number, 3 * number, 3 * number + 1, 3 * number + 2).getBytes(StandardCharsets.UTF_8);
    }
}

package dev.atelier.dataset;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.testsupport.TestClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completed jobs whose files were deleted, asked for again; what trainers publish of them is written by hand. */
@QuarkusTest
@WithTestResource(Broker.class)
class RestorationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    Ledger ledger;

    private Topic topic;

    @BeforeEach
    void awaitReady() {
        topic = new Topic(bootstrapServers);
        await().atMost(LIMIT).until(() -> when().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void aJobWhoseFilesWereDeletedIsQueuedAgainUnderItsIdWithTheDigestOfItsWeights() throws Exception {
        // Trained afresh, so that its id does not follow from its request alone.
        String job = member(answer(job(8801), Map.of(Submission.FRESH, "true"))).job();
        complete(job, "a");
        publish(job, Examples.deleted(job), RestorationTest::filesAreDeleted);

        Event answer = restore(job);

        assertThat(member(answer).job()).isEqualTo(job);
        assertThat(member(answer).disposition()).isEqualTo(Disposition.QUEUED);
        assertThat(member(answer).variant()).isEqualTo("restored");
        JobQueued first = queued(job).getFirst();
        JobQueued again = queued(job).getLast();
        assertThat(again.round()).isEqualTo(2);
        assertThat(again.restores()).isEqualTo(Examples.WEIGHTS);
        assertThat(again.submission()).isEqualTo(answer.key());
        assertThat(again.request()).isEqualTo(first.request());
        assertThat(again.datasetKey()).isEqualTo(first.datasetKey());
        assertThat(again.datasetDigest()).isEqualTo(first.datasetDigest());
        assertThat(queued(job)).extracting(JobQueued::restores).containsExactly(null, Examples.WEIGHTS);

        assertThat(refusal(restore(job)).expected()).endsWith("it is being restored already: it is queued");

        publish(
                job,
                new JobFailed(job, 0, null, "irreproducible", "other weights", Instant.now()),
                known -> known.state() == JobState.COMPLETED);
        assertThat(member(restore(job)).disposition()).isEqualTo(Disposition.QUEUED);
        assertThat(queued(job)).extracting(JobQueued::round).containsExactly(1, 2, 3);
        complete(job, "b");
        assertThat(refusal(restore(job)).expected()).endsWith("its files were not deleted");
    }

    @Test
    void aJobWhoseFilesWereDeletedHasItsResultStill() throws Exception {
        String job = member(answer(job(8802), Map.of())).job();
        complete(job, "a");
        publish(job, Examples.deleted(job), RestorationTest::filesAreDeleted);

        assertThat(member(answer(job(8802), Map.of())).disposition()).isEqualTo(Disposition.REUSED);
        assertThat(member(restore(job)).disposition()).isEqualTo(Disposition.QUEUED);
        assertThat(member(answer(job(8802), Map.of())).disposition()).isEqualTo(Disposition.REUSED);
        assertThat(queued(job)).hasSize(2);
    }

    @Test
    void whatCannotBeRestoredIsAnsweredWithTheReason() throws Exception {
        String waiting = member(answer(job(8803), Map.of())).job();

        assertThat(refusal(restore("0".repeat(20))).expected())
                .isEqualTo("a completed job whose files were deleted; there is no such job");
        assertThat(refusal(restore(waiting)))
                .isEqualTo(new Violation(
                        "restore",
                        '"' + waiting + '"',
                        "a completed job whose files were deleted; it has not completed: it is queued"));
        assertThat(refusal(restore("../x")).expected()).startsWith("the id of a job");
        assertThat(refusal(answer("{\"restore\": \"%s\", \"seed\": 7}".formatted(waiting), Map.of()))
                        .field())
                .isEqualTo("seed");
    }

    /** A trainer's events of a run that completes. */
    private void complete(String job, String run) throws Exception {
        Environment environment = new Environment(
                "mlp-trainer", "1", "commit", "processor", "none", "cpu", 1, Map.of(), "digest", "digest");
        String id = run + "-" + UUID.randomUUID();
        publish(
                job,
                new JobStarted(job, 0, id, null, queued(job).getFirst().request(), environment, Instant.now()),
                known -> known.state() == JobState.RUNNING);
        publish(job, Examples.completed(job, id), known -> known.state() == JobState.COMPLETED);
    }

    /** Writes an event and waits until the ledger has it. */
    private void publish(String job, Event event, Predicate<LedgerJob> seen) throws Exception {
        try (var producer = TestClients.textKeyProducer(bootstrapServers)) {
            ProducerRecord<String, byte[]> record = EventCodec.encode(event, "/atelier/mlp-trainer");
            producer.send(record).get();
        }
        await().atMost(LIMIT).until(() -> ledger.job(job).filter(seen).isPresent());
    }

    private static boolean filesAreDeleted(LedgerJob job) {
        return job.hasLostFiles();
    }

    private static String job(int seed) {
        return """
                {"family": "mlp", "name": "restored", "seed": %d,
                 "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}
                """.formatted(seed);
    }

    private Event restore(String job) throws Exception {
        return answer("{\"restore\": \"%s\"}".formatted(job), Map.of());
    }

    private Event answer(String submission, Map<String, String> headers) throws Exception {
        RecordMetadata written =
                topic.write(Topics.SUBMISSIONS.topicName(), null, submission.getBytes(StandardCharsets.UTF_8), headers);
        await().atMost(LIMIT).until(() -> !topic.answersTo(written).isEmpty());
        return topic.answersTo(written).getFirst();
    }

    private static Member member(Event answer) {
        assertThat(answer).isInstanceOf(SubmissionAccepted.class);
        return ((SubmissionAccepted) answer).members().getFirst();
    }

    private static Violation refusal(Event answer) {
        assertThat(answer).isInstanceOf(SubmissionRejected.class);
        return ((SubmissionRejected) answer).violations().getFirst();
    }

    private List<JobQueued> queued(String job) {
        return topic.events(JobQueued.class).stream()
                .filter(event -> event.job().equals(job))
                .toList();
    }
}

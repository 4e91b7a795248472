package dev.atelier.dataset.coordination.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.TinyDataset;
import dev.atelier.dataset.Topic;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.decision.Decision;
import dev.atelier.dataset.coordination.decision.SearchDecision;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.CompletedJobs;
import dev.atelier.dataset.coordination.log.LedgerFollower;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.LedgerSnapshots;
import dev.atelier.dataset.coordination.log.RecordReports;
import dev.atelier.dataset.coordination.log.ShareGroups;
import dev.atelier.dataset.coordination.log.TransactionalWriter;
import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import dev.atelier.dataset.coordination.request.Ancestries;
import dev.atelier.dataset.coordination.request.DatasetCheck;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.dataset.coordination.request.SubmissionChecks;
import dev.atelier.dataset.coordination.request.SubmissionReader;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SubmissionProcessorTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final AtomicLong OFFSETS = new AtomicLong(1_000_000_000);
    private static final DatasetManifest TINY = TinyDataset.manifest("tiny", 60_000);

    private final InstantSource clock = InstantSource.system();
    /** Nobody is there; what is tested here asks nobody. */
    private final KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", "localhost:1"));

    /** How often somebody asked for a dataset. */
    private final AtomicInteger looks = new AtomicInteger();

    private final Ledger ledger = new Ledger();
    private final LedgerProgress progress = new LedgerProgress(kafka, clock);
    private final TransactionalWriter writer = new TransactionalWriter(kafka, "processor");

    @Test
    void anErrorEndsNeitherTheThreadNorTheUpkeep() {
        FailingReader reader = new FailingReader();
        DatasetCheck datasets = new DatasetCheck(new Catalogue(), Ancestries.NONE, "1");
        var checks = new SubmissionChecks(new SubmissionReader(datasets, System::nanoTime), datasets, System::nanoTime);
        try (SubmissionProcessor processor = new SubmissionProcessor(
                checks,
                new Decision(
                        "1", datasets::manifest, ledger::job, new CompletedJobs(kafka)::read, () -> job -> List.of()),
                ledger,
                progress,
                writer,
                reader,
                new SubmissionMeters(new SimpleMeterRegistry(), ledger, clock),
                clock,
                () -> {})) {
            processor.start(
                    new Reconciler(
                            ledger,
                            progress,
                            writer,
                            new ShareGroups(kafka),
                            new RecordReports(kafka.broker(), ledger, clock),
                            new Catalogue(),
                            clock),
                    searches(datasets),
                    new JobDispatcher(ledger, progress, writer, clock, System::nanoTime),
                    Duration.ofMillis(1));

            await().atMost(LIMIT).until(() -> reader.asked.get() > 10);
            assertThat(processor.sinceLastTurn()).isLessThan(LIMIT);
        }
    }

    /** On a broker that is there: the answer is what counts. */
    @Test
    void aLackOfMemoryIsWaitedForAndAnswersNothing() throws Exception {
        AtomicInteger left = new AtomicInteger(2 * AnswerPreparation.FAILURES_ANSWERED);

        Event answer = answerTo("{\"family\": \"mlp\", \"data\": {\"dataset\": \"tiny\"}}", name -> {
            if (left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return TINY;
        });

        assertThat(answer).isInstanceOf(SubmissionAccepted.class);
    }

    @Test
    void aFailureThatRecursIsAnsweredAsOneOfThisServiceAfterSomeTries() throws Exception {
        AtomicInteger tries = new AtomicInteger();

        Event answer = answerTo("{\"family\": \"mlp\", \"data\": {\"dataset\": \"tiny\"}}", name -> {
            tries.incrementAndGet();
            throw new IllegalStateException("a mistake");
        });

        assertThat(answer)
                .isInstanceOfSatisfying(
                        SubmissionRejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("internal"));
        assertThat(tries).hasValue(AnswerPreparation.FAILURES_ANSWERED);
    }

    @Test
    void aStudyIsExpandedOnce() throws Exception {
        Event answer = answerTo("""
                {"study": "s", "base": {"family": "mlp", "data": {"dataset": "tiny"}}, "seeds": [1, 2, 3],
                 "grid": {"training.epochs": [1, 2]}}
                """, name -> TINY);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        SubmissionAccepted.class,
                        accepted -> assertThat(accepted.members()).hasSize(6));
        assertThat(looks)
                .as("times that the catalogue was read, for all jobs together")
                .hasValue(1);
    }

    /** @param manifests fails, as whatever a decision needs may */
    private Event answerTo(String text, Function<String, DatasetManifest> manifests) throws Exception {
        // No other test's record lies there.
        long offset = OFFSETS.incrementAndGet();
        KafkaConnection there = new KafkaConnection(Map.of("bootstrap.servers", Infrastructure.bootstrapServers()));
        TopicCreation.createMissing(there.admin());
        LedgerProgress current = new LedgerProgress(there, clock);
        Catalogue catalogue = new Catalogue() {
            @Override
            public Optional<Entry> find(String name) {
                looks.incrementAndGet();
                return super.find(name);
            }
        };
        catalogue.put(new Available(TINY));
        DatasetCheck datasets = new DatasetCheck(catalogue, Ancestries.NONE, "1");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (Consumer<byte[], byte[]> member = there.groupConsumer("processor-" + offset, Map.of());
                LedgerFollower follower = new LedgerFollower(
                        there, ledger, current, new LedgerSnapshots(there, ledger, InstantSource.system()));
                SubmissionProcessor processor = new SubmissionProcessor(
                        new SubmissionChecks(
                                new SubmissionReader(datasets, System::nanoTime), datasets, System::nanoTime),
                        new Decision(
                                "1", manifests, ledger::job, new CompletedJobs(there)::read, () -> job -> List.of()),
                        ledger,
                        current,
                        new TransactionalWriter(there, "processor-" + offset),
                        new OneReader(member.groupMetadata()),
                        new SubmissionMeters(new SimpleMeterRegistry(), ledger, clock),
                        // At each look the next try is due.
                        () -> now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(2))),
                        () -> {})) {
            follower.start();
            processor.start(
                    new Reconciler(
                            ledger,
                            current,
                            writer,
                            new ShareGroups(there),
                            new RecordReports(there.broker(), ledger, clock),
                            new Catalogue(),
                            clock),
                    searches(datasets),
                    new JobDispatcher(ledger, current, writer, clock, System::nanoTime),
                    Duration.ofDays(1));
            Submission submission = new Submission(
                    "processor-" + offset,
                    new RecordOrigin(0, offset, ""),
                    false,
                    Optional.of(text.getBytes(StandardCharsets.UTF_8)),
                    Context.root());
            processor.answer(submission, 1);

            Topic topic = new Topic(Infrastructure.bootstrapServers());
            return await().atMost(LIMIT)
                    .until(
                            () -> topic.events().stream()
                                    .filter(event -> submissionOf(event).equals(submission.id()))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }

    private static String submissionOf(Event event) {
        return switch (event) {
            case SubmissionAccepted accepted -> accepted.submission();
            case SubmissionRejected rejected -> rejected.submission();
            default -> "";
        };
    }

    /** Has read one submission, as a member of no group. */
    private record OneReader(ConsumerGroupMetadata group) implements SubmissionsReader {
        @Override
        public Optional<Fence> fence() {
            return Optional.empty();
        }

        @Override
        public Optional<Fence> fence(int partition, long next, int generation) {
            return Optional.of(new Fence(
                    Map.of(new TopicPartition(Topics.SUBMISSIONS.topicName(), partition), new OffsetAndMetadata(next)),
                    group));
        }

        @Override
        public boolean isCurrent(int generation) {
            return true;
        }
    }

    /** No search is known. */
    private SearchCoordinator searches(DatasetCheck datasets) {
        SearchDecision decision = new SearchDecision(
                "1",
                datasets::manifest,
                ledger,
                new CompletedJobs(kafka)::read,
                datasets::of,
                (job, last) -> Optional.empty());
        return new SearchCoordinator(
                ledger,
                progress,
                writer,
                decision,
                clock,
                new LedgerWatch(ledger, SearchCoordinator.IDLE, System::nanoTime));
    }

    private static final class FailingReader implements SubmissionsReader {
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public Optional<Fence> fence() {
            switch (asked.incrementAndGet() % 4) {
                case 0 -> throw new OutOfMemoryError("large");
                case 1 -> throw new StackOverflowError();
                case 2 -> throw new AssertionError("impossible");
                default -> throw new IllegalStateException("a mistake");
            }
        }

        @Override
        public Optional<Fence> fence(int partition, long next, int generation) {
            return Optional.empty();
        }

        @Override
        public boolean isCurrent(int generation) {
            return true;
        }
    }
}

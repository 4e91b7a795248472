package dev.atelier.dataset.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.ledger.CompletedJobs;
import dev.atelier.dataset.ledger.Journal;
import dev.atelier.dataset.ledger.Journal.Fence;
import dev.atelier.dataset.ledger.Ledger;
import dev.atelier.dataset.ledger.LedgerProgress;
import dev.atelier.dataset.ledger.SetAsideReports;
import dev.atelier.dataset.ledger.ShareGroups;
import dev.atelier.dataset.publish.Catalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubmissionDeskTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final InstantSource clock = InstantSource.system();
    /** Nobody is there; what is tested here asks nobody. */
    private final KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", "localhost:1"));

    private final Ledger ledger = new Ledger();
    private final LedgerProgress progress = new LedgerProgress(kafka, clock);
    private final Journal journal = new Journal(kafka, "desk");

    @Test
    void anErrorEndsNeitherTheThreadNorTheUpkeep() {
        FailingReader reader = new FailingReader();
        DatasetCheck datasets = new DatasetCheck(new Catalogue());
        var checks = new SubmissionChecks(new SubmissionReader(datasets, System::nanoTime), datasets, System::nanoTime);
        try (SubmissionDesk desk = new SubmissionDesk(
                checks,
                new Decision("1", datasets::manifest, ledger::job, new CompletedJobs(kafka)::read),
                ledger,
                progress,
                journal,
                reader,
                new SubmissionMeters(new SimpleMeterRegistry(), ledger, clock),
                clock,
                () -> {})) {
            desk.start(
                    new UpkeepWriter(
                            ledger,
                            progress,
                            journal,
                            new ShareGroups(kafka),
                            new SetAsideReports(kafka.broker(), ledger, clock),
                            clock),
                    Duration.ofMillis(1));

            await().atMost(LIMIT).until(() -> reader.asked.get() > 10);
            assertThat(desk.sinceLastTurn()).isLessThan(LIMIT);
        }
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

package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.checkpoint.UnfinishedLoads;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.log.JobLogs;
import dev.atelier.trainer.machine.Machine;
import dev.atelier.trainer.queue.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
class DatasetLoadingTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int BATCHES = 6;
    private static final long HEAP = Machine.heapBytes();
    private static DatasetManifest dataset;

    @TempDir
    private Path folder;

    private final DatasetLibrary library = new DatasetLibrary(Broker.at(Infrastructure.bootstrapServers()), 1 << 20);
    private final AtomicInteger checks = new AtomicInteger();
    private JobCheckpoints checkpoints;
    private UnfinishedLoads unfinished;

    @BeforeAll
    static void publishDataset() throws Exception {
        try (Admin admin = TestClients.admin(Infrastructure.bootstrapServers())) {
            TopicCreation.createMissing(admin);
        }
        dataset = RandomDataset.publish(Infrastructure.bootstrapServers(), "random", 1000, 300);
    }

    @BeforeEach
    void claim() throws Exception {
        checkpoints = new CheckpointStore(folder).of(JOB);
        checkpoints.claim("run", QueuePlace.ofTime(NOON), NOON);
        unfinished = checkpoints.unfinishedLoads();
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void everyBatchIsASignOfProgress() throws Exception {
        assertThat(loading(library, NOON)
                        .load(queued(), stop(Integer.MAX_VALUE))
                        .manifest())
                .isEqualTo(dataset);
        assertThat(checks).hasValueGreaterThanOrEqualTo(BATCHES);
        assertThat(unfinished.of(0)).isEmpty();
    }

    @Test
    void aCancellationReachesALoadAndCountsAsNoEnd() throws Exception {
        unfinished.begin(HEAP, NOON);
        assertThatThrownBy(() -> loading(library, NOON).load(queued(), stop(3)))
                .isInstanceOf(RunInterruptedException.class);
        assertThat(library.holds(dataset.digest())).isFalse();
        assertThat(unfinished.of(HEAP).orElseThrow().loads()).isEqualTo(1);
    }

    @Test
    void aJobWaitsAfterThreeEndsAndIsTriedAgainAfterPausesThatGrow() throws Exception {
        for (int end = 1; end <= DatasetLoading.LIMIT; end++) {
            unfinished.begin(HEAP, NOON);
        }
        assertThatThrownBy(() -> loading(library, NOON.plusSeconds(59)).load(queued(), stop(Integer.MAX_VALUE)))
                .isInstanceOf(RunPostponedException.class)
                .hasMessageContaining("ended 3 times while it loaded the dataset " + dataset.key());
        unfinished.begin(HEAP, NOON);
        assertThatThrownBy(() -> loading(library, NOON.plusSeconds(119)).load(queued(), stop(Integer.MAX_VALUE)))
                .isInstanceOf(RunPostponedException.class);

        loading(library, NOON.plusSeconds(121)).load(queued(), stop(Integer.MAX_VALUE));
        assertThat(unfinished.of(HEAP)).as("the dataset was loaded").isEmpty();
    }

    @Test
    void endsOfProcessesWithSmallerHeapsSayNothing() throws Exception {
        for (int end = 1; end <= DatasetLoading.LIMIT; end++) {
            unfinished.begin(HEAP - 1, NOON);
        }
        assertThat(loading(library, NOON)
                        .load(queued(), stop(Integer.MAX_VALUE))
                        .manifest())
                .isEqualTo(dataset);
    }

    @Test
    void aDamagedCountCountsAsNone() throws Exception {
        Files.writeString(folder.resolve(JOB).resolve("loading.json"), "{");
        assertThat(unfinished.of(0)).isEmpty();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNoFailureOfTheJob() throws Exception {
        try (DatasetLibrary away = new DatasetLibrary(Broker.at("localhost:1"), 1 << 20)) {
            assertThatThrownBy(() -> loading(away, NOON).load(queued(), stop(Integer.MAX_VALUE)))
                    .isInstanceOf(TimeoutException.class);
        }
    }

    private DatasetLoading loading(DatasetLibrary datasets, Instant now) {
        return new DatasetLoading(
                datasets,
                Duration.ofSeconds(1),
                checkpoints,
                Clock.fixed(now, ZoneOffset.UTC),
                JobLogs.NONE.of(JOB, "run", () -> 1));
    }

    private static QueuedJob queued() {
        return new QueuedJob(JOB, "test", 1, dataset.key(), dataset.digest(), TestJobs.small("{}"), null, NOON);
    }

    /** RunStopSignal of a lease that lasts; the job is cancelled at the given look. */
    private RunStopSignal stop(int cancelledAt) {
        long begun = System.nanoTime();
        return new RunStopSignal(
                new Lease(System::nanoTime, TIMEOUT, begun),
                () -> checks.incrementAndGet() >= cancelledAt
                        ? Optional.of(new JobControl(JobControl.CANCEL, "changed my mind", NOON))
                        : Optional.empty());
    }
}

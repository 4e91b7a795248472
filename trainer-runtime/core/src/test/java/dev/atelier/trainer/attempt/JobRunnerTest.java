package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.tensor.Safetensors;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.control.MachineLock;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.queue.QueueSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole runs of a tiny algorithm through a real broker. */
@Execution(ExecutionMode.CONCURRENT)
class JobRunnerTest {
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int STEPS = 10;
    private static DatasetManifest dataset;

    @TempDir
    private Path folder;

    private final String broker = Infrastructure.bootstrapServers();
    private final String topic = Infrastructure.newTopic("jobs", 1);
    private final QueueSettings settings =
            new QueueSettings(Broker.at(broker), topic, topic + "-trainers", LOCK, Duration.ofSeconds(5));
    private final TestJobs jobs = new TestJobs(broker, topic);
    private final RecordedEvents recorded = new RecordedEvents(broker);
    private final List<TestTrainer> trainers = new ArrayList<>();

    @BeforeAll
    static void publishDataset() throws Exception {
        try (Admin admin = TestClients.admin(Infrastructure.bootstrapServers())) {
            TopicCreation.createMissing(admin);
        }
        dataset = RandomDataset.publish(Infrastructure.bootstrapServers(), "random", 40 + STEPS * 16, 50);
    }

    @AfterEach
    void stopTrainers() throws InterruptedException {
        for (TestTrainer trainer : trainers) {
            trainer.close();
        }
        jobs.close();
        recorded.close();
    }

    @Test
    void aJobIsTrainedToItsResult() throws Exception {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);

        assertThat(recorded.of(job))
                .extracting(JobEvent::type)
                .containsExactly(
                        "JobStarted",
                        "EpochCompleted",
                        "EpochCompleted",
                        "EpochCompleted",
                        "EpochCompleted",
                        "JobCompleted");
        JobStarted started = recorded.of(job, JobStarted.class).getFirst();
        assertThat(started.resumedFrom()).isNull();
        assertThat(started.environment().libraries()).containsKeys("tiny", "java", "kafka-clients");
        assertThat(started.environment().datasetDigest()).isEqualTo(dataset.digest());
        JobCompleted completed = recorded.of(job, JobCompleted.class).getFirst();
        assertThat(completed.epochs()).isEqualTo(4);
        assertThat(completed.testedEpoch()).isEqualTo(4);
        assertThat(completed.test().confusion().stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(50);
        Path model = folder.resolve("artifacts").resolve(completed.model().path());
        assertThat(Safetensors.load(model)).containsOnlyKeys("weights");
        assertThat(completed.model().parameters()).isEqualTo(160);
        var description =
                Json.MAPPER.readTree(model.resolveSibling("model.json").toFile());
        assertThat(description.at("/classes").size())
                .isEqualTo(dataset.classes().size());
        assertThat(description.at("/metrics/testAccuracy").asDouble())
                .isEqualTo(completed.test().accuracy());
        assertThat(description.at("/model/kind").asText()).isEqualTo("mlp");
        assertThat(completed.artifacts()).hasSize(3).allSatisfy(artifact -> {
            Path file = folder.resolve("artifacts").resolve(artifact.path());
            assertThat(Files.size(file)).isEqualTo(artifact.bytes());
        });
    }

    @Test
    void anEndedJobLeavesNoCheckpoints() throws Exception {
        String completed = jobs.add(TestJobs.small("{}"), dataset);
        String cancelled = jobs.add(TestJobs.small("{\"training\": {\"epochs\": 1000}}"), dataset);
        start((running, step) -> holdStill(Duration.ofMillis(5)));
        awaitEnd(completed);
        await().atMost(TIMEOUT)
                .until(() -> !recorded.of(cancelled, EpochCompleted.class).isEmpty());
        jobs.cancel(cancelled, Instant.now());
        awaitEnd(cancelled);
        for (String job : List.of(completed, cancelled)) {
            Path kept = folder.resolve("checkpoints").resolve(job);
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(kept).isDirectoryContaining("glob:**/claim.json"));
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(Files.list(kept).toList()).hasSize(1));
        }
    }

    @Test
    void aRunThatGoesOnEndsWithTheSameBits() throws Exception {
        String undisturbed = jobs.add(TestJobs.small("{}"), dataset);
        TestTrainer first = start(BeforeStep.NOTHING);
        awaitEnd(undisturbed);
        first.stop();

        var reached = new CountDownLatch(1);
        TestTrainer second = start((job, step) -> {
            if (step == 2 * STEPS + 5) {
                reached.countDown();
                holdStill(Duration.ofMillis(300));
            }
        });
        String disturbed = jobs.add(TestJobs.small("{}"), dataset);
        reached.await();
        assertThat(second.stop()).isTrue();
        start(BeforeStep.NOTHING);
        awaitEnd(disturbed);

        List<JobStarted> starts = recorded.of(disturbed, JobStarted.class);
        assertThat(starts).hasSize(2);
        assertThat(starts.getLast().resumedFrom())
                .isEqualTo(new JobStarted.Checkpoint(starts.getFirst().run(), 2));
        assertThat(recorded.currentEpochs(disturbed)).containsExactly(1, 2, 3, 4);
        List<EpochCompleted> firstTwo =
                recorded.of(disturbed, EpochCompleted.class).subList(0, 2);
        assertThat(recorded.of(disturbed, EpochCompleted.class).subList(2, 4))
                .as("what the checkpoint held is published again, unchanged")
                .isEqualTo(firstTwo.stream()
                        .map(epoch -> epoch.publishedBy(1, starts.getLast().run()))
                        .toList());
        assertThat(result(disturbed).model().sha256())
                .isEqualTo(result(undisturbed).model().sha256());
        assertThat(recorded.of(disturbed, EpochCompleted.class).getLast().validation())
                .isEqualTo(
                        recorded.of(undisturbed, EpochCompleted.class).getLast().validation());
    }

    @Test
    void aJobCancelledBeforeItsStartIsNotTrained() {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        jobs.cancel(job, Instant.now().plusSeconds(1));
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(recorded.of(job)).extracting(JobEvent::type).containsExactly("JobCancelled");
    }

    @Test
    void aJobCancelledWhileItRunsStopsAtTheNextStep() throws Exception {
        String job = jobs.add(TestJobs.small("{\"training\": {\"epochs\": 1000}}"), dataset);
        start((running, step) -> holdStill(Duration.ofMillis(20)));
        await().atMost(TIMEOUT)
                .until(() -> !recorded.of(job, EpochCompleted.class).isEmpty());
        jobs.cancel(job, Instant.now());
        awaitEnd(job);
        assertThat(recorded.of(job).getLast()).isInstanceOfSatisfying(JobCancelled.class, cancelled -> {
            assertThat(cancelled.run())
                    .isEqualTo(recorded.of(job, JobStarted.class).getFirst().run());
            assertThat(cancelled.reason()).isEqualTo("changed my mind");
        });
    }

    @Test
    void aWishOlderThanTheQueueingIsOver() {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        jobs.cancel(job, Instant.now().minusSeconds(60));
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(recorded.of(job).getLast()).isInstanceOf(JobCompleted.class);
    }

    @Test
    void valuesThatNameNoJobAreSetAsideAndBlameNobody() {
        List<String> bad = new ArrayList<>();
        for (String value : List.of(
                "not a job",
                "",
                "null",
                "[]",
                "{}",
                "{\"job\": null}",
                "[".repeat(900_000),
                "{\"request\":".repeat(50_000),
                "{\"job\": \"%s\", \"request\": {\"seed\": 1".formatted("9".repeat(500_000)))) {
            String id = TestJobs.newId();
            jobs.add(id, value.getBytes(StandardCharsets.UTF_8));
            bad.add(id);
        }
        String tombstone = TestJobs.newId();
        jobs.add(tombstone, null);
        bad.add(tombstone);
        String good = jobs.add(TestJobs.small("{}"), dataset);
        TestTrainer trainer = start(BeforeStep.NOTHING);
        awaitEnd(good);
        assertThat(trainer.setAside()).isEqualTo(bad.size());
        assertThat(bad).allSatisfy(id -> assertThat(recorded.of(id)).isEmpty());
    }

    @Test
    void aJobWhoseDatasetNeverComesFailsAfterAWhile() {
        String job = jobs.add(TestJobs.small("{}"), "absent@0", "0".repeat(64));
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(recorded.of(job)).singleElement().isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("dataset");
            assertThat(failed.reason()).contains("absent@0");
        });
    }

    @Test
    void whatTheAlgorithmCannotTrainIsSaidByField() {
        String job = jobs.add(TestJobs.small("{\"training\": {\"labelSmoothing\": 0.1}}"), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(recorded.of(job)).singleElement().isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.run()).as("a run that the log does not know").isNull();
            assertThat(failed.kind()).isEqualTo("invalid");
            assertThat(failed.reason()).startsWith("training.labelSmoothing is 0.1; expected 0");
        });
    }

    @Test
    void aDivergedJobFailsAtOnce() {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == STEPS + 1) {
                throw new DivergedException(step, Double.NaN);
            }
        });
        awaitEnd(job);
        assertThat(recorded.of(job, JobStarted.class)).hasSize(1);
        assertThat(recorded.of(job).getLast()).isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("diverged");
            assertThat(failed.reason()).contains("NaN").contains("step " + (STEPS + 1) + ", in epoch 2");
        });
    }

    @Test
    void threeStartsWithoutAFinishedEpochAreEnough() {
        var attempts = new AtomicInteger();
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == STEPS) {
                attempts.incrementAndGet();
                throw new IllegalStateException("the second epoch is cursed");
            }
        });
        awaitEnd(job);
        assertThat(attempts)
                .as("one start that finished an epoch, then three that did not")
                .hasValue(4);
        assertThat(recorded.of(job).getLast()).isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("repeated");
            assertThat(failed.reason()).contains("3 starts").contains("the second epoch is cursed");
        });
    }

    @Test
    void stoppingAgainAndAgainIsNoFailureOfTheJob() throws Exception {
        String job = jobs.add(TestJobs.small("{\"training\": {\"epochs\": 1}}"), dataset);
        for (int stop = 0; stop < 5; stop++) {
            var begun = new CountDownLatch(1);
            TestTrainer trainer = start((running, step) -> {
                begun.countDown();
                holdStill(Duration.ofMillis(50));
            });
            begun.await();
            assertThat(trainer.stop()).isTrue();
        }
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(recorded.of(job).getLast()).isInstanceOf(JobCompleted.class);
        List<JobReleased> releases = recorded.of(job, JobReleased.class);
        assertThat(releases).extracting(JobReleased::kind).containsOnly("stopping");
        assertThat(releases)
                .as("each run but the last gave the job back before the next start was published")
                .extracting(JobReleased::run)
                .isEqualTo(recorded.of(job, JobStarted.class).subList(0, 5).stream()
                        .map(JobStarted::run)
                        .toList());
        assertThat(recorded.of(job).subList(0, 10).stream().map(Event::type))
                .containsSubsequence("JobStarted", "JobReleased", "JobStarted", "JobReleased", "JobStarted");
    }

    @Test
    void aJobThatABusyMachineHasNoTurnForGoesBackWithTheReason() {
        MachineLock lock = MachineLock.byFile(folder.resolve("turn"));
        String job = jobs.add(TestJobs.small("{}"), dataset);
        try (MachineLock.Held others = lock.tryLock().orElseThrow()) {
            trainers.add(TestTrainer.start(settings, folder, lock, BeforeStep.NOTHING));
            await().atMost(TIMEOUT)
                    .until(() -> !recorded.of(job, JobReleased.class).isEmpty());
        }
        awaitEnd(job);
        assertThat(recorded.of(job).getLast()).isInstanceOf(JobCompleted.class);
        assertThat(recorded.of(job, JobReleased.class)).allSatisfy(released -> {
            assertThat(released.kind()).isEqualTo("busy");
            assertThat(released.reason()).startsWith("the machine was busy with other jobs for ");
        });
    }

    @Test
    void aJobThatTheBrokersFailGoesBackWithTheReason() {
        var failures = new AtomicInteger();
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == 2 && failures.getAndIncrement() == 0) {
                throw new org.apache.kafka.common.errors.TimeoutException("batch 7 did not arrive within 60 s");
            }
        });
        awaitEnd(job);
        assertThat(recorded.of(job).getLast()).isInstanceOf(JobCompleted.class);
        assertThat(recorded.of(job, JobReleased.class)).singleElement().satisfies(released -> {
            assertThat(released.kind()).isEqualTo("broker");
            assertThat(released.reason()).isEqualTo("batch 7 did not arrive within 60 s");
        });
    }

    @Test
    void aRunWhoseCheckpointsAnotherRunTookOverSaysNothingMore() throws Exception {
        var claimed = new CountDownLatch(1);
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == STEPS + 3 && claimed.getCount() > 0) {
                await().atMost(TIMEOUT)
                        .until(() -> !recorded.of(job, EpochCompleted.class).isEmpty());
                claim(job);
                claimed.countDown();
            }
        });
        awaitEnd(job);
        List<JobStarted> starts = recorded.of(job, JobStarted.class);
        assertThat(starts).hasSize(2);
        assertThat(recorded.of(job, EpochCompleted.class).stream()
                        .filter(epoch -> epoch.run().equals(starts.getFirst().run()))
                        .map(EpochCompleted::epoch))
                .containsExactly(1);
        assertThat(recorded.currentEpochs(job)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void trainingStopsEarlyAndTheBestEpochIsTested() {
        String job = jobs.add(TestJobs.small("""
            {"training": {"epochs": 200, "earlyStopping": {"monitor": "validation.accuracy", "mode": "max",
              "patience": 3}}, "evaluation": {"checkpoint": "best"}}
            """), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        JobCompleted completed = result(job);
        List<EpochCompleted> epochs = recorded.of(job, EpochCompleted.class);
        int best = IntStream.rangeClosed(1, epochs.size())
                .boxed()
                .max((one, other) -> Double.compare(
                        epochs.get(one - 1).validation().accuracy(),
                        epochs.get(other - 1).validation().accuracy()))
                .orElseThrow();
        double bestAccuracy = epochs.get(best - 1).validation().accuracy();
        assertThat(completed.epochs()).isEqualTo(epochs.size()).isLessThan(200);
        assertThat(epochs.get(completed.bestEpoch() - 1).validation().accuracy())
                .isEqualTo(bestAccuracy);
        assertThat(completed.testedEpoch()).isEqualTo(completed.bestEpoch());
        assertThat(completed.epochs() - completed.bestEpoch()).isEqualTo(3);
    }

    @Test
    void theBestEpochIsTheBestByTheMetricThatIsMonitored() {
        Metric metric = Metric.of(Split.VALIDATION, Figure.MACRO_F1);
        String job = jobs.add(
                TestJobs.small("{\"evaluation\": {\"checkpoint\": \"best\", \"monitor\": \"" + metric + "\"}}"),
                dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        List<Double> values = recorded.of(job, EpochCompleted.class).stream()
                .map(epoch -> epoch.value(metric).orElseThrow())
                .toList();
        JobCompleted completed = result(job);
        assertThat(values).hasSize(4).doesNotHaveDuplicates();
        assertThat(completed.bestEpoch()).isEqualTo(1 + values.indexOf(Collections.max(values)));
        assertThat(completed.testedEpoch()).isEqualTo(completed.bestEpoch());
        assertThat(completed.test().metrics())
                .containsKey(Metric.of(Split.TEST, Figure.MACRO_F1).name());
    }

    @Test
    void trainersOfOneMachineTakeTurns() {
        MachineLock lock = MachineLock.byFile(folder.resolve("turn"));
        var atWork = new AtomicInteger();
        var mostAtWork = new AtomicInteger();
        BeforeStep counting = (job, step) -> {
            mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            holdStill(Duration.ofMillis(60));
            atWork.decrementAndGet();
        };
        String one = jobs.add(TestJobs.small("{}"), dataset);
        String other = jobs.add(TestJobs.small("{}"), dataset);
        trainers.add(TestTrainer.start(settings, folder, lock, counting));
        trainers.add(TestTrainer.start(settings, folder, lock, counting));
        awaitEnd(one);
        awaitEnd(other);
        assertThat(mostAtWork).hasValue(1);
        assertThat(recorded.of(one, JobStarted.class)).hasSize(1);
        assertThat(recorded.of(other, JobStarted.class)).hasSize(1);
    }

    private TestTrainer start(BeforeStep beforeStep) {
        TestTrainer trainer = TestTrainer.start(settings, folder, beforeStep);
        trainers.add(trainer);
        return trainer;
    }

    private void claim(String job) {
        try {
            new CheckpointStore(folder.resolve("checkpoints"))
                    .of(job)
                    .claim("an-intruder", QueuePlace.ofTime(Instant.EPOCH), Instant.now());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private JobCompleted result(String job) {
        return recorded.of(job, JobCompleted.class).getLast();
    }

    private void awaitEnd(String job) {
        await().atMost(TIMEOUT)
                .until(() -> recorded.of(job).stream()
                        .anyMatch(event -> event instanceof JobCompleted
                                || event instanceof JobFailed
                                || event instanceof JobCancelled));
    }

    /** Makes a step take a while, as a large model's would. */
    private static void holdStill(Duration duration) {
        java.util.concurrent.locks.LockSupport.parkNanos(duration.toNanos());
    }
}

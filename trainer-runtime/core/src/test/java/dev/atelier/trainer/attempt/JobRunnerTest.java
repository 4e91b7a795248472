package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.tensor.Safetensors;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.budget.MachineBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole runs of a tiny algorithm through a real broker, to their results. */
@Execution(ExecutionMode.CONCURRENT)
class JobRunnerTest extends TrainersOnATopic {
    @Test
    void aJobIsTrainedToItsResult() throws Exception {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);

        assertThat(events.of(job))
                .extracting(JobEvent::type)
                .containsExactly(
                        "JobTaken",
                        "JobStarted",
                        "EpochCompleted",
                        "EpochCompleted",
                        "EpochCompleted",
                        "EpochCompleted",
                        "JobCompleted");
        JobStarted started = events.of(job, JobStarted.class).getFirst();
        assertThat(started.resumedFrom()).isNull();
        assertThat(started.environment().libraries()).containsKeys("tiny", "java", "kafka-clients");
        assertThat(started.environment().datasetDigest()).isEqualTo(dataset.digest());
        JobCompleted completed = events.of(job, JobCompleted.class).getFirst();
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
        assertThat(description.at("/metrics/byName"))
                .isEqualTo(Json.tree(completed.test().metrics()));
        assertThat(description.at("/metrics/byName"))
                .hasSize(Metric.of(Split.TEST).size());
        assertThat(description.at("/model/kind").asText()).isEqualTo("mlp");
        assertThat(completed.artifacts()).hasSize(3).allSatisfy(artifact -> {
            Path file = folder.resolve("artifacts").resolve(artifact.path());
            assertThat(Files.size(file)).isEqualTo(artifact.bytes());
        });
    }

    @Test
    void anEndedJobLeavesNoCheckpointsUnlessItCanBeExtended() throws Exception {
        String extensible = jobs.add(TestJobs.small("{}"), dataset);
        String completed = jobs.add(TestJobs.small("{\"training\": {\"schedule\": {\"name\": \"cosine\"}}}"), dataset);
        String cancelled = jobs.add(TestJobs.small("{\"training\": {\"epochs\": 1000}}"), dataset);
        start((running, step) -> holdStill(Duration.ofMillis(5)));
        awaitEnd(completed);
        await().atMost(TIMEOUT)
                .until(() -> !events.of(cancelled, EpochCompleted.class).isEmpty());
        jobs.cancel(cancelled, Instant.now());
        awaitEnd(cancelled);
        for (String job : List.of(completed, cancelled)) {
            Path kept = folder.resolve("checkpoints").resolve(job);
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(kept).isDirectoryContaining("glob:**/claim.json"));
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(Files.list(kept).toList()).hasSize(1));
        }
        Path last = folder.resolve("checkpoints").resolve(extensible);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(last).isDirectoryContaining("glob:**/*.checkpoint.json"));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(Files.list(last).toList()).hasSize(4));
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

        List<JobStarted> starts = events.of(disturbed, JobStarted.class);
        assertThat(starts).hasSize(2);
        assertThat(starts.getLast().resumedFrom())
                .isEqualTo(new JobStarted.Checkpoint(starts.getFirst().run(), 2));
        assertThat(events.currentEpochs(disturbed)).containsExactly(1, 2, 3, 4);
        List<EpochCompleted> firstTwo =
                events.of(disturbed, EpochCompleted.class).subList(0, 2);
        assertThat(events.of(disturbed, EpochCompleted.class).subList(2, 4))
                .as("what the checkpoint held is published again, unchanged")
                .isEqualTo(firstTwo.stream()
                        .map(epoch -> epoch.publishedBy(1, starts.getLast().run()))
                        .toList());
        assertThat(result(disturbed).model().sha256())
                .isEqualTo(result(undisturbed).model().sha256());
        assertThat(events.of(disturbed, EpochCompleted.class).getLast().validation())
                .isEqualTo(
                        events.of(undisturbed, EpochCompleted.class).getLast().validation());
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
        List<EpochCompleted> epochs = events.of(job, EpochCompleted.class);
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
        assertThat(completed.epochs() - completed.bestEpoch())
                .as("3 epochs without an improvement are allowed, the next one is the last")
                .isEqualTo(4);
    }

    @Test
    void theBestEpochIsTheBestByTheMetricThatIsMonitored() {
        Metric metric = Metric.of(Split.VALIDATION, Figure.MACRO_F1);
        String job = jobs.add(
                TestJobs.small("{\"evaluation\": {\"checkpoint\": \"best\", \"monitor\": \"" + metric + "\"}}"),
                dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        List<Double> values = events.of(job, EpochCompleted.class).stream()
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
    void jobsOfOneTrainerRunSideBySideToTheResultsThatTheyHaveAlone() throws Exception {
        MachineBudget twoCores = MachineBudget.shared(folder.resolve("machine"), 2);
        var bothAtWork = new CyclicBarrier(2);
        var atWork = new AtomicInteger();
        var mostAtWork = new AtomicInteger();
        trainers.add(TestTrainer.startWithWorkers(3, settings, folder, twoCores, (job, step) -> {
            mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            if (step == 2 && job.seed() < 3) {
                meet(bothAtWork);
            }
            atWork.decrementAndGet();
        }));
        List<String> together = seeds(3);
        together.forEach(this::awaitEnd);
        assertThat(mostAtWork).hasValue(2);
        trainers.removeLast().close();

        trainers.add(TestTrainer.start(settings, folder, BeforeStep.NOTHING));
        List<String> alone = seeds(3);
        alone.forEach(this::awaitEnd);
        assertThat(together)
                .extracting(job -> result(job).model().sha256())
                .doesNotHaveDuplicates()
                .isEqualTo(
                        alone.stream().map(job -> result(job).model().sha256()).toList());
        assertThat(together)
                .allSatisfy(job -> assertThat(events.of(job, JobStarted.class)).hasSize(1));
    }

    /** Jobs that differ in their seeds, from 1. */
    private List<String> seeds(int size) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(seed ->
                        jobs.add(TestJobs.small("{\"runtime\": {\"threads\": 1}, \"seed\": " + seed + "}"), dataset))
                .toList();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the other job is not at work", e);
        }
    }

    @Test
    void trainersOfOneMachineShareItsCores() {
        MachineBudget budget = MachineBudget.shared(folder.resolve("machine"), 1);
        var atWork = new AtomicInteger();
        var mostAtWork = new AtomicInteger();
        BeforeStep counting = (job, step) -> {
            mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            holdStill(Duration.ofMillis(60));
            atWork.decrementAndGet();
        };
        String one = jobs.add(TestJobs.small("{}"), dataset);
        String other = jobs.add(TestJobs.small("{}"), dataset);
        trainers.add(TestTrainer.start(settings, folder, budget, counting));
        trainers.add(TestTrainer.start(settings, folder, budget, counting));
        awaitEnd(one);
        awaitEnd(other);
        assertThat(mostAtWork).hasValue(1);
        JobStarted started = events.of(one, JobStarted.class).getFirst();
        assertThat(started.request().runtime().threads()).isEqualTo(2);
        assertThat(started.environment().threads())
                .as("threads that it has cores for")
                .isOne();
        assertThat(events.of(one, JobStarted.class)).hasSize(1);
        assertThat(events.of(other, JobStarted.class)).hasSize(1);
    }
}

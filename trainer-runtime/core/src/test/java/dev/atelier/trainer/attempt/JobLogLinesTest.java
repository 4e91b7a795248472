package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.budget.MachineBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the logs of jobs hold, by whole trainers and a real broker. */
@Execution(ExecutionMode.CONCURRENT)
class JobLogLinesTest extends TrainersOnATopic {
    private final RecordedLog logs = new RecordedLog(broker);

    @AfterEach
    void closeLog() throws InterruptedException {
        logs.close();
    }

    @Test
    void aJobHasALineForEachThingThatMatters() {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start(BeforeStep.NOTHING);

        List<JobLogLine> lines = awaitLine(job, "completed");

        assertThat(lines)
                .filteredOn(line -> !line.event().equals("waiting"))
                .extracting(JobLogLine::event)
                .containsExactly(
                        "accepted",
                        "datasetLoaded",
                        "started",
                        "epoch",
                        "checkpoint",
                        "epoch",
                        "checkpoint",
                        "epoch",
                        "checkpoint",
                        "epoch",
                        "checkpoint",
                        "completed");
        assertThat(lines).extracting(JobLogLine::level).containsOnly("info");
        assertThat(lines)
                .extracting(JobLogLine::run)
                .containsOnly(lines.getFirst().run());
        assertThat(lines).extracting(JobLogLine::round).containsOnly(1);
        assertThat(message(lines, "accepted")).contains("round 1", "4 epochs", dataset.key(), "test-trainer");
        assertThat(message(lines, "datasetLoaded")).contains(dataset.key(), "training", "50 test images");
        assertThat(message(lines, "epoch")).startsWith("Epoch 1 of 4 in ").contains("validation loss");
        assertThat(message(lines, "completed"))
                .startsWith("Completed after 4 epochs")
                .contains("test accuracy");
    }

    @Test
    void aRunThatFailedHasItsErrorWithTheStackAndTheNextOneWhereItResumes() {
        var failures = new AtomicInteger();
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == 2 * STEPS + 5 && failures.getAndIncrement() == 0) {
                throw new IllegalStateException("step 25 is cursed");
            }
        });

        List<JobLogLine> lines = awaitLine(job, "completed");

        JobLogLine error = line(lines, "error");
        assertThat(error.level()).isEqualTo("error");
        assertThat(error.message()).contains("step 25 is cursed");
        assertThat(error.stack()).contains("IllegalStateException: step 25 is cursed", "\tat ", "JobLogLinesTest");
        JobLogLine resumed = line(lines, "resumed");
        assertThat(resumed.message()).contains("after epoch 2 of 4", error.run());
        assertThat(resumed.run()).isNotEqualTo(error.run());
        assertThat(lines.indexOf(error)).isLessThan(lines.indexOf(resumed));
    }

    @Test
    void aJobThatFailsForGoodAndOneThatIsCancelledStateWhy() {
        String impossible = jobs.add(TestJobs.small("{\"training\": {\"labelSmoothing\": 0.1}}"), dataset);
        String cancelled = jobs.add(TestJobs.small("{}"), dataset);
        jobs.cancel(cancelled, Instant.now().plusSeconds(1));
        start(BeforeStep.NOTHING);

        JobLogLine failed = line(awaitLine(impossible, "failed"), "failed");
        assertThat(failed.level()).isEqualTo("error");
        assertThat(failed.message()).startsWith("The job failed (invalid): training.labelSmoothing is 0.1");
        assertThat(failed.stack()).isNull();
        assertThat(message(awaitLine(cancelled, "cancelled"), "cancelled")).contains("changed my mind");
    }

    @Test
    void whatIsNotTheJobsFaultIsInItsLog() throws Exception {
        MachineBudget budget = MachineBudget.shared(folder.resolve("machine"), 1);
        var begun = new CountDownLatch(1);
        String first = jobs.add(TestJobs.small("{\"training\": {\"epochs\": 1000}}"), dataset);
        TestTrainer busy = TestTrainer.start(settings, folder, budget, (running, step) -> {
            begun.countDown();
            holdStill(Duration.ofMillis(20));
        });
        trainers.add(busy);
        begun.await();
        String second = jobs.add(TestJobs.small("{}"), dataset);
        String absent = jobs.add(TestJobs.small("{}"), "absent@0", "0".repeat(64));
        trainers.add(TestTrainer.start(settings, folder, budget, BeforeStep.NOTHING));

        assertThat(message(awaitLine(second, "waiting"), "waiting"))
                .contains("The machine trains other jobs; the run waits until there are cores for it");
        await().atMost(TIMEOUT)
                .until(() -> !events.of(first, EpochCompleted.class).isEmpty());
        assertThat(busy.stop()).isTrue();

        JobLogLine released = line(awaitLine(first, "released"), "released");
        assertThat(released.level()).isEqualTo("warn");
        assertThat(released.message())
                .contains("(stopping)")
                .endsWith(events.of(first, JobReleased.class).getFirst().reason());
        jobs.cancel(first, Instant.now());
        assertThat(awaitLine(absent, "failed"))
                .anySatisfy(line -> assertThat(line.message()).contains("absent@0 is not published yet"));
    }

    private List<JobLogLine> awaitLine(String job, String event) {
        await().alias(event + " in the log of " + job)
                .atMost(TIMEOUT)
                .until(() -> logs.of(job).stream().anyMatch(line -> line.event().equals(event)));
        return logs.of(job);
    }

    private static JobLogLine line(List<JobLogLine> lines, String event) {
        return lines.stream()
                .filter(line -> line.event().equals(event))
                .findFirst()
                .orElseThrow();
    }

    private static String message(List<JobLogLine> lines, String event) {
        return line(lines, event).message();
    }
}

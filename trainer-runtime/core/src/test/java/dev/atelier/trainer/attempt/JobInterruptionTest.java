package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.budget.Reservation;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.checkpoint.QueuePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What ends a run before its job: cancellations, and what is not the job's fault. */
@Execution(ExecutionMode.CONCURRENT)
class JobInterruptionTest extends TrainersOnATopic {
    @Test
    void aJobCancelledBeforeItsStartIsNotTrained() {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        jobs.cancel(job, Instant.now().plusSeconds(1));
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(events.of(job)).extracting(JobEvent::type).containsExactly("JobCancelled");
    }

    @Test
    void aJobCancelledWhileItRunsStopsAtTheNextStep() throws Exception {
        String job = jobs.add(TestJobs.small("{\"training\": {\"epochs\": 1000}}"), dataset);
        start((running, step) -> holdStill(Duration.ofMillis(20)));
        await().atMost(TIMEOUT)
                .until(() -> !events.of(job, EpochCompleted.class).isEmpty());
        jobs.cancel(job, Instant.now());
        awaitEnd(job);
        assertThat(events.of(job).getLast()).isInstanceOfSatisfying(JobCancelled.class, cancelled -> {
            assertThat(cancelled.run())
                    .isEqualTo(events.of(job, JobStarted.class).getFirst().run());
            assertThat(cancelled.reason()).isEqualTo("changed my mind");
        });
    }

    @Test
    void aCancellationOlderThanTheQueueingIsOver() {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        jobs.cancel(job, Instant.now().minusSeconds(60));
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(events.of(job).getLast()).isInstanceOf(JobCompleted.class);
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
        assertThat(events.of(job).getLast()).isInstanceOf(JobCompleted.class);
        List<JobReleased> releases = events.of(job, JobReleased.class);
        assertThat(releases).extracting(JobReleased::kind).containsOnly("stopping");
        assertThat(releases)
                .as("each run but the last gave the job back before the next start was published")
                .extracting(JobReleased::run)
                .isEqualTo(events.of(job, JobStarted.class).subList(0, 5).stream()
                        .map(JobStarted::run)
                        .toList());
        assertThat(events.of(job).subList(0, 10).stream().map(Event::type))
                .containsSubsequence("JobStarted", "JobReleased", "JobStarted", "JobReleased", "JobStarted");
    }

    @Test
    void aJobThatABusyMachineHasNoCoreForGoesBackWithTheReason() {
        MachineBudget budget = MachineBudget.shared(folder.resolve("machine"), 1);
        String job = jobs.add(TestJobs.small("{}"), dataset);
        try (Reservation others = budget.reserve(1, "cpu")) {
            assertThat(others.tryCores()).isTrue();
            trainers.add(TestTrainer.start(settings, folder, budget, BeforeStep.NOTHING));
            await().atMost(TIMEOUT)
                    .until(() -> !events.of(job, JobReleased.class).isEmpty());
        }
        awaitEnd(job);
        assertThat(events.of(job).getLast()).isInstanceOf(JobCompleted.class);
        assertThat(events.of(job, JobReleased.class)).allSatisfy(released -> {
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
        assertThat(events.of(job).getLast()).isInstanceOf(JobCompleted.class);
        assertThat(events.of(job, JobReleased.class)).singleElement().satisfies(released -> {
            assertThat(released.kind()).isEqualTo("broker");
            assertThat(released.reason()).isEqualTo("batch 7 did not arrive within 60 s");
        });
    }

    @Test
    void aRunWhoseCheckpointsAnotherRunTookOverPublishesNothingMore() throws Exception {
        var claimed = new CountDownLatch(1);
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == STEPS + 3 && claimed.getCount() > 0) {
                await().atMost(TIMEOUT)
                        .until(() -> !events.of(job, EpochCompleted.class).isEmpty());
                claim(job);
                claimed.countDown();
            }
        });
        awaitEnd(job);
        List<JobStarted> starts = events.of(job, JobStarted.class);
        assertThat(starts).hasSize(2);
        assertThat(events.of(job, EpochCompleted.class).stream()
                        .filter(epoch -> epoch.run().equals(starts.getFirst().run()))
                        .map(EpochCompleted::epoch))
                .containsExactly(1);
        assertThat(events.currentEpochs(job)).containsExactly(1, 2, 3, 4);
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
}

package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Several records of one job in its queue: of two rounds, or copies of one. */
class RoundsTest extends TrainersOnATopic {
    private static final Job SMALL = TestJobs.small("{}");

    private final String job = TestJobs.newId();

    @Test
    void aRequestThatEndsOneRoundDoesNotReachTheNext() {
        jobs.add(job, 1, SMALL, dataset);
        jobs.cancel(
                job,
                new JobControl(JobControl.CANCEL, "superseded", Instant.now().plusSeconds(60)).ofRound(1));
        jobs.add(job, 2, SMALL, dataset);
        start(BeforeStep.NOTHING);

        await().atMost(TIMEOUT).until(() -> !events.of(job, JobCompleted.class).isEmpty());
        assertThat(events.of(job, JobCancelled.class))
                .extracting(JobEvent::round)
                .containsExactly(1);
        assertThat(events.of(job, JobStarted.class)).extracting(JobEvent::round).containsExactly(2);
        assertThat(events.of(job, JobCompleted.class))
                .extracting(JobEvent::round)
                .containsExactly(2);
    }

    @Test
    void twoRecordsOfOneJobDoNotTakeItFromEachOther() {
        CountDownLatch secondHasEnded = new CountDownLatch(1);
        jobs.add(job, 1, SMALL, dataset);
        start((ignored, step) -> hold(secondHasEnded));
        await().atMost(TIMEOUT).until(() -> !events.of(job, JobStarted.class).isEmpty());

        jobs.add(job, 2, SMALL, dataset);
        start(BeforeStep.NOTHING);
        await().atMost(TIMEOUT).until(() -> !events.of(job, JobCompleted.class).isEmpty());
        secondHasEnded.countDown();
        awaitAllElseIsDone();

        assertThat(events.of(job, JobStarted.class)).extracting(JobEvent::round).containsExactly(1, 2);
        assertThat(events.of(job, JobCompleted.class))
                .extracting(JobEvent::round)
                .containsExactly(2);
        assertThat(events.of(job, JobFailed.class)).isEmpty();
    }

    @Test
    void anOlderRecordThatIsHandedOutAgainLeavesTheJobToTheRunOfTheLaterOne() {
        CountDownLatch firstGoesOn = new CountDownLatch(1);
        CountDownLatch secondGoesOn = new CountDownLatch(1);
        jobs.add(job, 1, SMALL, dataset);
        start((ignored, step) -> hold(firstGoesOn));
        await().atMost(TIMEOUT).until(() -> events.of(job, JobStarted.class).size() == 1);
        jobs.add(job, 2, SMALL, dataset);
        start((ignored, step) -> hold(secondGoesOn));
        await().atMost(TIMEOUT).until(() -> events.of(job, JobStarted.class).size() == 2);

        firstGoesOn.countDown();
        long lockHasRunOut = System.nanoTime() + LOCK.multipliedBy(2).toNanos();
        while (System.nanoTime() < lockHasRunOut) {
            awaitAllElseIsDone();
        }
        awaitAllElseIsDone();
        assertThat(events.of(job, JobStarted.class)).extracting(JobEvent::round).containsExactly(1, 2);
        secondGoesOn.countDown();
        await().atMost(TIMEOUT).until(() -> !events.of(job, JobCompleted.class).isEmpty());

        assertThat(events.of(job, JobStarted.class)).hasSize(2);
        assertThat(events.of(job, JobFailed.class)).isEmpty();
    }

    @Test
    void aCopyOfTheRecordOfAJobThatHasEndedStartsNothing() {
        jobs.add(job, 1, SMALL, dataset);
        jobs.add(job, 1, SMALL, dataset);
        start(BeforeStep.NOTHING);
        awaitAllElseIsDone();

        assertThat(events.of(job, JobStarted.class)).hasSize(1);
        assertThat(events.of(job, JobCompleted.class)).hasSize(1);
    }

    /** Returns once a job is done that stands behind all others, by a trainer that nobody holds up. */
    private void awaitAllElseIsDone() {
        // The record that was abandoned is handed out again when its lock has run out; it is before the last one then.
        for (int i = 0; i < 3; i++) {
            String last = jobs.add(SMALL, dataset);
            await().atMost(TIMEOUT)
                    .until(() -> !events.of(last, JobCompleted.class).isEmpty());
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

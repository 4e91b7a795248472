package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.RoundKey;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that is paused and continues results in the weights of one that never was. */
@Timeout(300)
class PauseTest extends TrainersOnATopic {
    private static final int EPOCHS = 12;
    private static final Job SMALL = TestJobs.small("{\"training\": {\"epochs\": " + EPOCHS + ", \"batchSize\": 16}}");
    private static final long NEVER = Long.MAX_VALUE;

    private final String job = TestJobs.newId();
    private final AtomicLong pauseAt = new AtomicLong(NEVER);
    private boolean now;

    @Test
    void aPausedRoundEndsItsEpochAndTheNextOneContinuesAfterIt() {
        pauseIn(2, 3, false);
        jobs.add(job, 1, SMALL, dataset);
        startThatPauses();

        JobPaused paused = awaitPause(1);

        assertThat(paused.epoch()).isEqualTo(2);
        assertThat(paused.kind()).isEqualTo(JobPaused.REQUESTED);
        assertThat(paused.reason()).isEqualTo("for a test");
        assertThat(paused.run())
                .isEqualTo(events.of(job, JobStarted.class).getLast().run());
        assertThat(events.currentEpochs(job)).containsExactly(1, 2);

        jobs.add(job, 2, SMALL, dataset);
        awaitEnd(job);
        assertThat(events.of(job, JobStarted.class).getLast().resumedFrom())
                .isEqualTo(new JobStarted.Checkpoint(paused.run(), 2));
        assertUndisturbed();
    }

    @Test
    void aPauseThatIsToTakeEffectAtOnceGivesTheEpochUp() {
        pauseIn(2, 3, true);
        jobs.add(job, 1, SMALL, dataset);
        startThatPauses();

        assertThat(awaitPause(1).epoch()).isEqualTo(1);
        assertThat(events.currentEpochs(job)).containsExactly(1);

        jobs.add(job, 2, SMALL, dataset);
        awaitEnd(job);
        assertUndisturbed();
    }

    @Test
    void tenPausesAtAnyMomentChangeNothing() {
        Random moments = new Random(20);
        startThatPauses();
        int trained = 0;
        for (int round = 1; round <= 10; round++) {
            pauseIn(trained + 1, 1 + moments.nextInt(STEPS), moments.nextBoolean());
            jobs.add(job, round, SMALL, dataset);
            trained = awaitPause(round).epoch();
        }
        jobs.add(job, 11, SMALL, dataset);
        awaitEnd(job);

        assertUndisturbed();
    }

    @Test
    void aJobThatIsPausedBeforeItStartsWaitsForItsNextRound() throws Exception {
        jobs.control(job, pause(1, false));
        jobs.add(job, 1, SMALL, dataset);
        start(BeforeStep.NOTHING);

        JobPaused paused = awaitPause(1);

        assertThat(paused.run()).isNull();
        assertThat(paused.epoch()).isZero();
        assertThat(events.of(job, JobStarted.class)).isEmpty();

        jobs.add(job, 2, SMALL, dataset);
        awaitEnd(job);
        assertUndisturbed();
    }

    @Test
    void theDatasetServicePausesARoundUnderItsOwnKey() {
        jobs.control(RoundKey.of(job), pause(1, false));
        jobs.control(job, new JobControl(JobControl.RESUME, "for a test", Instant.now()));
        jobs.add(job, 1, SMALL, dataset);
        start(BeforeStep.NOTHING);
        awaitPause(1);

        jobs.add(job, 2, SMALL, dataset);
        awaitEnd(job);
        assertUndisturbed();
    }

    @Test
    void aRoundThatMakesRoomGivesUpItsEpochAndChangesNothing() {
        jobs.control(RoundKey.of(job), new JobControl(JobControl.PREEMPT, "a more urgent job", 1, true, Instant.now()));
        jobs.add(job, 1, SMALL, dataset);
        start(BeforeStep.NOTHING);
        assertThat(awaitPause(1))
                .extracting(JobPaused::kind, JobPaused::reason)
                .containsExactly(JobPaused.PREEMPTED, "a more urgent job");

        jobs.add(job, 2, SMALL, dataset);
        awaitEnd(job);
        assertUndisturbed();
    }

    @Test
    void aRoundGoesAsFarAsItsBudget() {
        start(BeforeStep.NOTHING);
        jobs.add(job, 1, SMALL, dataset, 1);
        assertThat(awaitPause(1))
                .extracting(JobPaused::kind, JobPaused::epoch, JobPaused::reason)
                .containsExactly(JobPaused.BUDGET, 1, "the round was queued for 1 epoch");
        jobs.add(job, 2, SMALL, dataset, 5);
        assertThat(awaitPause(2).epoch()).isEqualTo(5);
        assertThat(events.currentEpochs(job)).containsExactly(1, 2, 3, 4, 5);

        // As many as the job has, and more: the job is not tested.
        jobs.add(job, 3, SMALL, dataset, EPOCHS);
        assertThat(awaitPause(3).epoch()).isEqualTo(EPOCHS);
        jobs.add(job, 4, SMALL, dataset, EPOCHS + 1);
        assertThat(awaitPause(4).reason())
                .isEqualTo("the round was queued for %d epochs, and the training ended after %d", EPOCHS + 1, EPOCHS);

        jobs.add(job, 5, SMALL, dataset);
        awaitEnd(job);
        assertUndisturbed();
    }

    @Test
    void aRoundWhoseBudgetIsSpentAlreadyPausesWithoutTraining() {
        start(BeforeStep.NOTHING);
        jobs.add(job, 1, SMALL, dataset, 3);
        awaitPause(1);
        jobs.add(job, 2, SMALL, dataset, 2);

        assertThat(awaitPause(2).epoch()).isEqualTo(3);
        assertThat(events.of(job, EpochCompleted.class))
                .allSatisfy(epoch -> assertThat(epoch.epoch()).isLessThanOrEqualTo(3));
    }

    /** Lets the next round be paused while a step of an epoch is taken. */
    private void pauseIn(int epoch, int step, boolean atOnce) {
        now = atOnce;
        pauseAt.set((long) (epoch - 1) * STEPS + step - 1);
    }

    private void startThatPauses() {
        AtomicLong round = new AtomicLong();
        TestTrainer[] trainer = new TestTrainer[1];
        trainer[0] = start((running, step) -> {
            if (pauseAt.compareAndSet(step, NEVER)) {
                jobs.control(job, pause((int) round.incrementAndGet(), now));
                awaitControls(trainer[0]);
            }
        });
    }

    private static void awaitControls(TestTrainer trainer) {
        try {
            trainer.awaitControls();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JobControl pause(int round, boolean atOnce) {
        return new JobControl(JobControl.PAUSE, "for a test", round, atOnce, Instant.now());
    }

    private JobPaused awaitPause(int round) {
        await().atMost(TIMEOUT)
                .until(() -> events.of(job, JobPaused.class).stream().anyMatch(paused -> paused.round() == round));
        return events.of(job, JobPaused.class).getLast();
    }

    /** The job has all its epochs once, and the weights of the same job without a pause. */
    private void assertUndisturbed() {
        String other = jobs.add(SMALL, dataset);
        awaitEnd(other);

        assertThat(events.currentEpochs(job))
                .isEqualTo(IntStream.rangeClosed(1, EPOCHS).boxed().toList());
        assertThat(weights(job)).isEqualTo(weights(other)).hasSize(1);
    }

    private List<String> weights(String of) {
        return events.of(of, JobCompleted.class).stream()
                .map(completed -> completed.model().sha256())
                .toList();
    }
}

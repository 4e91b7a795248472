package dev.atelier.dataset.coordination.decision;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static dev.atelier.dataset.coordination.ledger.Examples.START;
import static dev.atelier.dataset.coordination.ledger.Examples.queued;
import static dev.atelier.dataset.coordination.ledger.Examples.started;
import static dev.atelier.dataset.coordination.ledger.Examples.study;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a reconciliation writes is read back, as the ledger's follower reads it. */
class PauseReconciliationTest {
    private static final Family MLP = new Family("mlp");

    private final Ledger ledger = new Ledger();
    private long offset;
    private Instant now = NOON.plusSeconds(600);

    @Test
    void aWaitingJobIsPausedWithoutATrainerAndQueuedAgainWhenItIsResumed() {
        queue("j");
        control("j", JobControl.PAUSE);

        reconcile();

        assertThat(job("j").state()).isEqualTo(JobState.PAUSED);
        assertRest();

        control("j", JobControl.RESUME);
        reconcile();

        assertThat(job("j").state()).isEqualTo(JobState.QUEUED);
        assertThat(job("j").round()).isEqualTo(2);
        // A trainer that finds the record of the first round leaves it.
        assertThat(ledger.roundControl("j").orElseThrow().concerns(1, NOON)).isTrue();
        assertThat(ledger.roundControl("j").orElseThrow().concerns(2, NOON)).isFalse();
        assertRest();
    }

    @Test
    void aRunningJobIsLeftToItsTrainer() {
        run("j");
        control("j", JobControl.PAUSE);

        reconcile();

        assertThat(job("j").state()).isEqualTo(JobState.RUNNING);
        assertThat(ledger.roundControl("j").orElseThrow().isPause()).isTrue();
        assertRest();

        pausedByRun("j", JobPaused.REQUESTED);
        assertRest();
        control("j", JobControl.RESUME);
        reconcile();
        assertThat(job("j").round()).isEqualTo(2);
        assertRest();
    }

    @Test
    void aJobThatIsResumedBeforeItsTrainerPausesItGoesOn() {
        run("j");
        control("j", JobControl.PAUSE);
        reconcile();
        control("j", JobControl.RESUME);

        reconcile();

        assertThat(ledger.roundControl("j")).isEmpty();
        assertThat(job("j").state()).isEqualTo(JobState.RUNNING);
        assertRest();
    }

    @Test
    void aJobThatMakesRoomWhileItIsToBePausedIsPausedOnRequest() {
        run("j");
        control("j", JobControl.PAUSE);
        pausedByRun("j", JobPaused.PREEMPTED);
        reconcile();

        assertThat(job("j").state()).isEqualTo(JobState.PAUSED);
        assertThat(job("j").isPreempted()).isFalse();
        assertRest();

        control("j", JobControl.RESUME);
        reconcile();
        assertThat(job("j").state()).isEqualTo(JobState.QUEUED);
        assertThat(job("j").round()).isEqualTo(3);
        assertRest();
    }

    @Test
    void aJobOfAPausedStudyThatMakesRoomIsPausedUntilTheStudyIsResumed() {
        run("j");
        ledger.apply(study("a", NOON, "j"), START, 0);
        control("a", JobControl.PAUSE);
        pausedByRun("j", JobPaused.PREEMPTED);
        reconcile();

        assertThat(job("j").state()).isEqualTo(JobState.PAUSED);
        assertThat(job("j").isPreempted()).isFalse();
        assertThat(ledger.controls("j").pausing()).isEmpty();
        assertRest();

        control("a", JobControl.RESUME);
        reconcile();
        assertThat(job("j").state()).isEqualTo(JobState.QUEUED);
        assertRest();
    }

    @Test
    void aJobWhoseTrainerWasTooFastForTheResumptionIsQueuedAgain() {
        run("j");
        control("j", JobControl.PAUSE);
        reconcile();
        control("j", JobControl.RESUME);
        pausedByRun("j", JobPaused.REQUESTED);

        reconcile();

        assertThat(job("j").state()).isEqualTo(JobState.QUEUED);
        assertRest();
    }

    @Test
    void aPausedStudyPausesTheJobsThatNobodyElseRequested() {
        queue("alone");
        queue("shared");
        ledger.apply(study("a", NOON, "alone", "shared"), START, 0);
        ledger.apply(study("b", NOON, "shared"), START, 0);
        control("a", JobControl.PAUSE);

        reconcile();

        assertThat(job("alone").state()).isEqualTo(JobState.PAUSED);
        assertThat(job("shared").state()).isEqualTo(JobState.QUEUED);

        control("b", JobControl.PAUSE);
        reconcile();
        assertThat(job("shared").state()).isEqualTo(JobState.PAUSED);

        control("a", JobControl.RESUME);
        reconcile();
        assertThat(job("alone").state()).isEqualTo(JobState.QUEUED);
        assertThat(job("shared").state()).isEqualTo(JobState.QUEUED);
        assertRest();
    }

    @Test
    void aJobOfAPausedStudyCanBeResumedAlone() {
        queue("one");
        queue("two");
        ledger.apply(study("a", NOON, "one", "two"), START, 0);
        control("a", JobControl.PAUSE);
        reconcile();
        control("one", JobControl.RESUME);

        reconcile();

        assertThat(job("one").state()).isEqualTo(JobState.QUEUED);
        assertThat(job("two").state()).isEqualTo(JobState.PAUSED);
        assertRest();
    }

    @Test
    void aStudyThatIsRequestedAgainIsNotPausedAnyMore() {
        queue("one");
        ledger.apply(study("a", NOON, "one"), START, 0);
        control("a", JobControl.PAUSE);
        reconcile();

        ledger.apply("a", Optional.empty());
        reconcile();

        assertThat(job("one").state()).isEqualTo(JobState.QUEUED);
        assertRest();
    }

    @Test
    void aPauseDoesNotTakeACancellationBack() {
        queue("waiting");
        control("waiting", JobControl.CANCEL);
        control("waiting", JobControl.PAUSE);
        queue("paused");
        control("paused", JobControl.PAUSE);
        reconcile();
        control("paused", JobControl.CANCEL);

        reconcile();

        assertThat(job("waiting").state()).isEqualTo(JobState.CANCELLED);
        assertThat(job("paused").state()).isEqualTo(JobState.CANCELLED);
        assertRest();
    }

    @Test
    void aJobThatIsLostWhileItIsToBePausedIsPaused() {
        run("j");
        control("j", JobControl.PAUSE);

        carryOut(Reconciliation.due(ledger, Map.of(MLP, offset + 1), now));

        assertThat(job("j").state()).isEqualTo(JobState.PAUSED);
        assertThat(job("j").round()).isEqualTo(1);
    }

    @Test
    void aRoundThatPausedByItsBudgetIsFollowedByOneWithoutWhereThatIsRequested() {
        JobQueued whole = queued("j", 1, NOON);
        ledger.apply(
                new JobQueued("j", "s", 1, whole.datasetKey(), whole.datasetDigest(), whole.request(), 3, null, NOON),
                START,
                0);
        ledger.applyQueueRecord("j", 1, ++offset, NOON);
        ledger.apply(started("j", "run"), START, 0);
        pausedByRun("j", JobPaused.BUDGET);
        assertRest();

        control("j", JobControl.RESUME);
        reconcile();

        assertThat(job("j").queued().orElseThrow().budget()).isNull();
        assertThat(job("j").round()).isEqualTo(2);
        assertRest();
    }

    @Test
    void aRestorationIsPausedAndContinuesAsOne() {
        queue("j");
        ledger.apply(started("j", "a"), START, 0);
        ledger.apply(Examples.completed("j", "a"), START, 0);
        ledger.apply(Examples.deleted("j"), START, 0);
        ledger.apply(Examples.restoring("j", 2, NOON), START, 0);
        ledger.applyQueueRecord("j", 2, ++offset, NOON);
        control("j", JobControl.PAUSE);
        reconcile();
        assertThat(job("j").state()).isEqualTo(JobState.PAUSED);

        control("j", JobControl.RESUME);
        reconcile();

        assertThat(job("j").queued().orElseThrow().restores()).isEqualTo(Examples.WEIGHTS);
        assertRest();
    }

    @Test
    void aJobThatIsPausedInItsLastRoundFailsWhenItIsResumed() {
        ledger.apply(queued("j", JobLifecycle.MOST_ROUNDS, NOON), START, 0);
        ledger.applyQueueRecord("j", JobLifecycle.MOST_ROUNDS, ++offset, NOON);
        control("j", JobControl.PAUSE);
        reconcile();
        control("j", JobControl.RESUME);

        reconcile();

        assertThat(job("j").state()).isEqualTo(JobState.FAILED);
        assertRest();
    }

    /** Reconciles as often as there is something to do; what was queued is not lost. */
    private void reconcile() {
        carryOut(Reconciliation.due(ledger, Map.of(), now));
    }

    private void carryOut(Reconciliation due) {
        due.queued().forEach(job -> {
            ledger.apply(job, START, 0);
            ledger.applyQueueRecord(job.job(), job.round(), ++offset, NOON);
        });
        due.events().forEach(event -> ledger.apply(event, START, 0));
        due.controls().forEach(ledger::apply);
        now = now.plusSeconds(1);
    }

    private void assertRest() {
        assertThat(Reconciliation.due(ledger, Map.of(), now)).matches(Reconciliation::isNothing);
    }

    private LedgerJob job(String id) {
        return ledger.job(id).orElseThrow();
    }

    private void queue(String job) {
        ledger.apply(queued(job, 1, NOON), START, 0);
        ledger.applyQueueRecord(job, 1, ++offset, NOON);
    }

    private void run(String job) {
        queue(job);
        ledger.apply(started(job, "run"), START, 0);
    }

    private void pausedByRun(String job, String kind) {
        ledger.apply(new JobPaused(job, job(job).round(), "run", 3, kind, "", now), START, 0);
    }

    private void control(String id, String action) {
        now = now.plusSeconds(1);
        ledger.apply(id, Optional.of(new JobControl(action, "for a test", now)));
    }
}

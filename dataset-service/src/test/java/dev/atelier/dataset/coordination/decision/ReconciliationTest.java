package dev.atelier.dataset.coordination.decision;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static dev.atelier.dataset.coordination.ledger.Examples.START;
import static dev.atelier.dataset.coordination.ledger.Examples.accepted;
import static dev.atelier.dataset.coordination.ledger.Examples.queued;
import static dev.atelier.dataset.coordination.ledger.Examples.started;
import static dev.atelier.dataset.coordination.ledger.Examples.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.PinKey;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final Instant LATER = NOON.plusSeconds(600);
    private static final Map<Family, Long> NOT_BEGUN = Map.of();

    private static final String PINNED = "0123456789abcdef0123";

    private final Ledger ledger = new Ledger();

    @Test
    void aJobThatItsQueueStillHasInHandIsNotLost() {
        queue("waiting", 7);
        queue("running", 5);
        ledger.apply(started("running", "a"), START, 0);

        assertThat(due(Map.of(new Family("mlp"), 5L)).isNothing()).isTrue();
        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
        assertThat(due(Map.of(new Family("cnn"), 100L)).isNothing()).isTrue();
    }

    @Test
    void aJobThatItsQueueIsDoneWithButHasNoEndIsQueuedAgain() {
        queue("never-started", 3);
        queue("started", 4);
        ledger.apply(started("started", "a"), START, 0);
        queue("waiting", 5);

        Reconciliation reconciliation = due(Map.of(new Family("mlp"), 5L));

        assertThat(reconciliation.queued())
                .extracting(JobQueued::job, JobQueued::round, JobQueued::time)
                .containsExactly(tuple("never-started", 2, LATER), tuple("started", 2, LATER));
    }

    @Test
    void aJobOfAFamilyThatIsNotKnownIsLeftToThoseWhoKnowIt() {
        JobQueued known = queued("j", 1, NOON);
        Job request = known.request();
        ledger.apply(
                new JobQueued(
                        "j",
                        known.submission(),
                        1,
                        known.datasetKey(),
                        known.datasetDigest(),
                        Json.read(
                                Json.text(request)
                                        .replace("\"family\":\"mlp\"", "\"family\":\"gnn\"")
                                        .getBytes(StandardCharsets.UTF_8),
                                Job.class),
                        null,
                        NOON),
                START,
                0);

        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
        ledger.apply("j", Optional.of(cancel(NOON.plusSeconds(1))));
        assertThat(due(NOT_BEGUN).events()).extracting(Event::type).containsExactly("JobCancelled");
    }

    @Test
    void aJobThatIsLostInItsLastRoundFails() {
        ledger.apply(queued("j", JobLifecycle.MOST_ROUNDS, NOON), START, 0);
        ledger.applyQueueRecord("j", JobLifecycle.MOST_ROUNDS, 4, NOON);

        Reconciliation reconciliation = due(Map.of(new Family("mlp"), 5L));

        assertThat(reconciliation.queued()).isEmpty();
        reconciliation.events().forEach(event -> ledger.apply(event, START, 0));
        assertThat(ledger.job("j").orElseThrow().state()).isEqualTo(JobState.FAILED);
        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void aRestorationThatIsLostIsQueuedAgainAsARestoration() {
        restore("j", 4);

        assertThat(due(Map.of(new Family("mlp"), 5L)).queued()).singleElement().satisfies(again -> {
            assertThat(again.round()).isEqualTo(3);
            assertThat(again.restores()).isEqualTo(Examples.WEIGHTS);
        });
    }

    @Test
    void aRestorationThatWaitsIsCancelledAndLeavesTheJobCompleted() {
        restore("j", 4);
        ledger.apply("j", Optional.of(cancel(NOON.plusSeconds(1))));

        Reconciliation reconciliation = due(NOT_BEGUN);
        assertThat(reconciliation.events()).containsExactly(new JobCancelled("j", 2, null, "superseded", LATER));
        reconciliation.events().forEach(event -> ledger.apply(event, START, 0));

        assertThat(ledger.job("j").orElseThrow().state()).isEqualTo(JobState.COMPLETED);
        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void aCopyThatAWorkerPutAtTheEndKeepsTheJob() {
        queue("often-delivered", 3);
        ledger.applyQueueRecord("often-delivered", 1, 9, NOON);

        assertThat(due(Map.of(new Family("mlp"), 5L)).isNothing()).isTrue();
    }

    @Test
    void aJobThatEndedIsNotLost() {
        queue("failed", 3);
        ledger.apply(new JobFailed("failed", 0, null, "invalid", "it cannot be trained", NOON), START, 0);

        assertThat(due(Map.of(new Family("mlp"), 5L)).isNothing()).isTrue();
    }

    @Test
    void aJobWithoutARecordOfItsRoundWaitsForItsTurnAndIsNotLost() {
        ledger.apply(queued("waiting", 1, NOON), START, 0);
        queue("again", 3);
        ledger.apply(queued("again", 2, LATER), START, 0);

        assertThat(due(Map.of(new Family("mlp"), 5L)).isNothing()).isTrue();
    }

    @Test
    void aRequestCancelsAWaitingJobOnce() {
        queue("j", 1);
        ledger.apply("j", Optional.of(cancel(NOON.plusSeconds(1))));

        Reconciliation reconciliation = due(NOT_BEGUN);
        assertThat(reconciliation.events()).containsExactly(new JobCancelled("j", 1, null, "superseded", LATER));
        assertThat(reconciliation.controls())
                .containsOnly(
                        Map.entry("j", Optional.of(cancel(NOON.plusSeconds(1)).ofRound(1))));

        reconciliation.events().forEach(event -> ledger.apply(event, START, 0));
        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void aRunningJobIsLeftToItsTrainer() {
        queue("j", 1);
        ledger.apply(started("j", "a"), START, 0);
        ledger.apply("j", Optional.of(cancel(NOON.plusSeconds(1)).ofRound(1)));

        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void aRequestOfAnOlderRoundIsOverWhateverTheClocks() {
        queue("j", 1);
        ledger.apply(new JobCancelled("j", 1, null, "superseded", NOON), START, 0);
        ledger.apply(queued("j", 2, NOON), START, 0);
        ledger.applyQueueRecord("j", 2, 2, NOON);
        ledger.apply("j", Optional.of(cancel(NOON.plusSeconds(60)).ofRound(1)));

        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void theRecordOfAnOlderRoundDoesNotStandForTheLatest() {
        queue("j", 1);
        ledger.apply(new JobCancelled("j", 1, null, "superseded", NOON), START, 0);
        ledger.apply(queued("j", 2, NOON), START, 0);
        ledger.applyQueueRecord("j", 2, 3, NOON);
        // A worker has put the first record at the end of the queue.
        ledger.applyQueueRecord("j", 1, 9, NOON);

        assertThat(due(Map.of(new Family("mlp"), 5L)).queued())
                .extracting(JobQueued::round)
                .containsExactly(3);
    }

    @Test
    void aRequestOlderThanTheQueueingIsOver() {
        queue("j", 1);
        ledger.apply("j", Optional.of(cancel(NOON.minusSeconds(1))));

        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void aStudyIsCancelledByCancellingItsJobs() {
        queue("one", 1);
        queue("two", 2);
        queue("other", 3);
        ledger.apply(started("two", "a"), START, 0);
        ledger.apply(study("study-1", NOON, "one", "two"), START, 0);
        JobControl request = cancel(NOON.plusSeconds(1));
        ledger.apply("study-1", Optional.of(request));

        Reconciliation reconciliation = due(NOT_BEGUN);

        assertThat(reconciliation.controls())
                .containsOnly(
                        Map.entry("one", Optional.of(request.ofRound(1))),
                        Map.entry("two", Optional.of(request.ofRound(1))));
        assertThat(reconciliation.events()).containsExactly(new JobCancelled("one", 1, null, "superseded", LATER));
    }

    @Test
    void aJobThatTwoStudiesRequestedGoesOnUntilBothAreCancelled() {
        queue("shared", 1);
        queue("own", 2);
        ledger.apply(study("study-1", NOON, "own", "shared"), START, 0);
        ledger.apply(study("study-2", NOON, "shared"), START, 0);

        ledger.apply("study-1", Optional.of(cancel(NOON.plusSeconds(1))));
        assertThat(due(NOT_BEGUN).controls()).containsOnlyKeys("own");

        ledger.apply("study-2", Optional.of(cancel(NOON.plusSeconds(2))));
        assertThat(due(NOT_BEGUN).controls()).containsOnlyKeys("own", "shared");
    }

    @Test
    void aJobThatAStudyAndASubmissionRequestedGoesOnUntilItIsCancelledItself() {
        queue("shared", 1);
        ledger.apply(study("study-1", NOON, "shared"), START, 0);
        ledger.apply(accepted("s-single", null, NOON, "shared"), START, 0);

        ledger.apply("study-1", Optional.of(cancel(NOON.plusSeconds(1))));
        assertThat(due(NOT_BEGUN).isNothing()).isTrue();

        ledger.apply("shared", Optional.of(cancel(NOON.plusSeconds(2))));
        assertThat(due(NOT_BEGUN).controls()).containsOnlyKeys("shared");
    }

    @Test
    void aStudyThatIsRequestedAgainOwnsItsJobsAgain() {
        queue("j", 1);
        ledger.apply(study("study-1", NOON, "j"), START, 0);
        ledger.apply("study-1", Optional.of(cancel(NOON.plusSeconds(1))));
        ledger.apply(study("study-1", NOON.plusSeconds(2), "j"), START, 0);

        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void whoeverRequestedARoundThatHasEndedDoesNotOwnTheNext() {
        queue("j", 1);
        ledger.apply(study("study-1", NOON, "j"), START, 0);
        ledger.apply(new JobFailed("j", 1, null, "invalid", "it cannot be trained", NOON), START, 0);
        ledger.apply(queued("j", 2, NOON.plusSeconds(1)), START, 0);
        ledger.applyQueueRecord("j", 2, 3, NOON);
        ledger.apply(accepted("s2", "study-2", NOON.plusSeconds(1), 2, "j"), START, 0);
        ledger.apply("study-2", Optional.of(cancel(NOON.plusSeconds(2))));

        assertThat(due(NOT_BEGUN).controls()).containsOnlyKeys("j");
    }

    @Test
    void aPinOfAKnownJobIsPublishedOnceAndSoIsThatItIsTakenBack() {
        ledger.apply(PinKey.of(PINNED), Optional.of(new JobControl(JobControl.PIN, "for the paper", NOON)));
        assertThat(due(NOT_BEGUN).isNothing()).as("the job is not known yet").isTrue();
        queue(PINNED, 1);

        List<Event> pinned = due(NOT_BEGUN).events();
        assertThat(pinned).containsExactly(new ArtifactsPinned(PINNED, true, "for the paper", LATER));
        ledger.apply(pinned.getFirst(), Examples.START, 0);
        assertThat(due(NOT_BEGUN).isNothing()).isTrue();

        ledger.apply(PinKey.of(PINNED), Optional.empty());
        List<Event> unpinned = due(NOT_BEGUN).events();
        assertThat(unpinned).containsExactly(new ArtifactsPinned(PINNED, false, "", LATER));
        ledger.apply(unpinned.getFirst(), Examples.START, 0);
        assertThat(due(NOT_BEGUN).isNothing()).isTrue();
    }

    @Test
    void aPinLeavesTheJobsOtherControlsAlone() {
        queue(PINNED, 1);
        ledger.apply(PINNED, Optional.of(cancel(NOON.plusSeconds(1))));
        ledger.apply(PinKey.of(PINNED), Optional.of(new JobControl(JobControl.PIN, "", NOON.plusSeconds(2))));

        assertThat(due(NOT_BEGUN).events()).extracting(Event::type).containsExactly("JobCancelled", "ArtifactsPinned");
    }

    private Reconciliation due(Map<Family, Long> firstInHand) {
        return Reconciliation.due(ledger, firstInHand, LATER);
    }

    /** A job that completed, lost its files and waits to be trained again. */
    private void restore(String job, long offset) {
        queue(job, 1);
        ledger.apply(started(job, "a"), START, 0);
        ledger.apply(Examples.completed(job, "a"), START, 0);
        ledger.apply(Examples.deleted(job), START, 0);
        ledger.apply(Examples.restoring(job, 2, NOON), START, 0);
        ledger.applyQueueRecord(job, 2, offset, NOON);
    }

    private void queue(String job, long offset) {
        ledger.apply(queued(job, 1, NOON), START, 0);
        ledger.applyQueueRecord(job, 1, offset, NOON);
    }

    private static JobControl cancel(Instant time) {
        return new JobControl(JobControl.CANCEL, "superseded", time);
    }
}

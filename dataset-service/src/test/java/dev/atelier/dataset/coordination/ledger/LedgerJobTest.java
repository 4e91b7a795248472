package dev.atelier.dataset.coordination.ledger;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static dev.atelier.dataset.coordination.ledger.Examples.queued;
import static dev.atelier.dataset.coordination.ledger.Examples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerJobTest {
    private static final JobEvent QUEUED = queued("j", 1, NOON);
    private static final JobEvent AGAIN = queued("j", 2, NOON.plusSeconds(60));
    private static final JobEvent[] DELETED = {
        QUEUED, started("j", "a"), completed("a"), Examples.deleted("j"),
    };

    @Test
    void aJobGoesFromQueueToResult() {
        assertThat(fold(QUEUED).state()).isEqualTo(JobState.QUEUED);
        assertThat(fold(QUEUED, started("j", "a")).state()).isEqualTo(JobState.RUNNING);
        assertThat(fold(QUEUED, started("j", "a"), completed("a")).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void onlyTheLatestRunCounts() {
        assertThat(fold(QUEUED, started("j", "a"), started("j", "b"), completed("a"))
                        .state())
                .isEqualTo(JobState.RUNNING);
        assertThat(fold(QUEUED, started("j", "a"), started("j", "b"), failed("a"))
                        .state())
                .isEqualTo(JobState.RUNNING);
        assertThat(fold(QUEUED, started("j", "a"), started("j", "b"), completed("b"))
                        .state())
                .isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aResultIsNotTakenBack() {
        assertThat(fold(QUEUED, started("j", "a"), completed("a"), cancelled(null))
                        .state())
                .isEqualTo(JobState.COMPLETED);
        assertThat(fold(QUEUED, started("j", "a"), completed("a"), failed(null)).state())
                .isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aStartAfterTheEndChangesNothing() {
        for (JobEvent end : new JobEvent[] {cancelled(null), failed("a"), completed("a")}) {
            assertThat(fold(QUEUED, started("j", "a"), end, started("j", "late"), completed("late")))
                    .isEqualTo(fold(QUEUED, started("j", "a"), end));
        }
    }

    @Test
    void aJobThatEndedWithoutResultMayBeQueuedAgain() {
        LedgerJob job = fold(QUEUED, cancelled(null), AGAIN);

        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.round()).isEqualTo(2);
        assertThat(job.queued()).contains(queued("j", 2, NOON.plusSeconds(60)));
    }

    @Test
    void aReleasedJobWaitsAgain() {
        LedgerJob job = fold(QUEUED, started("j", "a"), released("a"));

        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.queued()).contains((JobQueued) QUEUED);
        assertThat(fold(QUEUED, started("j", "a"), released("a"), started("j", "b"))
                        .state())
                .isEqualTo(JobState.RUNNING);
    }

    @Test
    void aReleaseTakesNothingNewerBack() {
        assertThat(fold(QUEUED, started("j", "a"), started("j", "b"), released("a"))
                        .state())
                .isEqualTo(JobState.RUNNING);
        assertThat(fold(QUEUED, started("j", "a"), completed("a"), released("a"))
                        .state())
                .isEqualTo(JobState.COMPLETED);
        assertThat(fold(QUEUED, started("j", "a"), failed("a"), released("a")).state())
                .isEqualTo(JobState.FAILED);
        assertThat(fold(QUEUED, started("j", "a"), released("not-started")).state())
                .isEqualTo(JobState.RUNNING);
    }

    @Test
    void readingEventsTwiceChangesNothing() {
        List<JobEvent> events = List.of(
                QUEUED,
                started("j", "a"),
                released("a"),
                started("j", "c"),
                failed("c"),
                AGAIN,
                started("j", "b"),
                completed("b"),
                Examples.deleted("j"),
                restoring(3),
                started("j", "d"),
                failed("d"),
                restoring(4),
                started("j", "e"),
                completed("e"));
        for (int read = 1; read <= events.size(); read++) {
            List<JobEvent> once = events.subList(0, read);
            List<JobEvent> lastTwice = new ArrayList<>(once);
            lastTwice.add(once.getLast());

            assertThat(fold(lastTwice.toArray(JobEvent[]::new))).isEqualTo(fold(once.toArray(JobEvent[]::new)));
        }
    }

    @Test
    void anOldQueueingIsNotTakenForANewOne() {
        assertThat(fold(QUEUED, started("j", "a"), completed("a"), QUEUED).state())
                .isEqualTo(JobState.COMPLETED);
    }

    @Test
    void whatIsNeededToRestoreACompletedJobIsWhereTheLogHasIt() {
        assertThat(fold(QUEUED, started("j", "a"), completed("a")).completion()).contains(new Completion(1, 0, 1, 2));
        assertThat(fold(QUEUED, started("j", "a"), completed("a")).hasLostFiles())
                .isFalse();
        assertThat(fold(DELETED).completion()).contains(new Completion(1, 0, 1, 2));
        assertThat(fold(DELETED).hasLostFiles()).isTrue();
        assertThat(fold(QUEUED, started("j", "a"), failed("a")).completion()).isEmpty();
    }

    @Test
    void aJobThatIsRestoredKeepsItsResultWhileItWaitsAndRuns() {
        for (LedgerJob job : List.of(
                fold(DELETED, restoring(2)),
                fold(DELETED, restoring(2), started("j", "b")),
                fold(DELETED, restoring(2), started("j", "b"), released("b")),
                fold(DELETED, restoring(2), restoring(3)))) {
            assertThat(job.isRestoring()).isTrue();
            assertThat(job.state().hasEnded()).isFalse();
            assertThat(job.completion()).contains(new Completion(1, 0, 1, 2));
            assertThat(job.hasLostFiles()).isTrue();
        }
    }

    @Test
    void aJobThatCouldNotBeRestoredIsCompletedAndItsFilesAreStillDeleted() {
        JobEvent[][] ends = {
            {started("j", "b"), failed("b")},
            {started("j", "b"), cancelled("b")},
            {failed(null)},
            {cancelled(null)},
            {started("j", "b"), Examples.completed("j", "b", "f".repeat(64))}
        };
        for (JobEvent[] end : ends) {
            LedgerJob job = fold(
                    DELETED,
                    Stream.concat(Stream.of(restoring(2)), Stream.of(end)).toArray(JobEvent[]::new));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(job.isRestoring()).isFalse();
            assertThat(job.queued()).isEmpty();
            assertThat(job.completion()).contains(new Completion(1, 0, 1, 2));
            assertThat(job.hasLostFiles()).isTrue();
        }
    }

    @Test
    void aRunThatIsHandedTheRecordOfACompletedJobTakesNothingBack() {
        for (JobEvent[] ended :
                List.of(new JobEvent[] {QUEUED, started("j", "a"), completed("a")}, DELETED, new JobEvent[] {
                    QUEUED, started("j", "a"), completed("a"), Examples.deleted("j"), restoring(2), failed(null)
                })) {
            assertThat(fold(ended, started("j", "z"), failed("z"))).isEqualTo(fold(ended));
        }
    }

    @Test
    void aRestoredJobHasItsFilesAgain() {
        LedgerJob job = fold(DELETED, restoring(2), started("j", "b"), completed("b"));

        assertThat(job.state()).isEqualTo(JobState.COMPLETED);
        assertThat(job.completion()).contains(new Completion(1, 4, 1, 6));
        assertThat(job.hasLostFiles()).isFalse();
    }

    private static JobEvent restoring(int round) {
        return Examples.restoring("j", round, NOON.plusSeconds(60L * round));
    }

    private static LedgerJob fold(JobEvent[] first, JobEvent... next) {
        return fold(Stream.concat(Stream.of(first), Stream.of(next)).toArray(JobEvent[]::new));
    }

    private static LedgerJob fold(JobEvent... events) {
        Optional<LedgerJob> job = Optional.empty();
        for (int i = 0; i < events.length; i++) {
            job = Optional.of(LedgerJob.after(job, events[i], new LogPlace(1, i), ""));
        }
        return job.orElseThrow();
    }

    private static JobEvent completed(String run) {
        return Examples.completed("j", run);
    }

    private static JobEvent released(String run) {
        return new JobReleased("j", 0, run, "mlp-trainer on a", "storage", "no space", NOON);
    }

    private static JobEvent failed(String run) {
        return new JobFailed("j", 0, run, "diverged", "the loss is not finite", NOON);
    }

    private static JobEvent cancelled(String run) {
        return new JobCancelled("j", 0, run, "superseded", NOON);
    }
}

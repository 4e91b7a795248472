package dev.atelier.dataset.ledger;

import static dev.atelier.dataset.ledger.Examples.NOON;
import static dev.atelier.dataset.ledger.Examples.queued;
import static dev.atelier.dataset.ledger.Examples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerJobTest {
    private static final JobEvent QUEUED = queued("j", 1, NOON);
    private static final JobEvent AGAIN = queued("j", 2, NOON.plusSeconds(60));

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
                completed("b"));
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

    private static LedgerJob fold(JobEvent... events) {
        Optional<LedgerJob> job = Optional.empty();
        for (JobEvent event : events) {
            job = Optional.of(LedgerJob.after(job, event));
        }
        return job.orElseThrow();
    }

    private static JobEvent completed(String run) {
        return new JobCompleted("j", run, 1, 1, 1, null, null, List.of(), 1, NOON);
    }

    private static JobEvent released(String run) {
        return new JobReleased("j", run, "mlp-trainer on a", "storage", "no space", NOON);
    }

    private static JobEvent failed(String run) {
        return new JobFailed("j", run, "diverged", "the loss is not finite", NOON);
    }

    private static JobEvent cancelled(String run) {
        return new JobCancelled("j", run, "superseded", NOON);
    }
}

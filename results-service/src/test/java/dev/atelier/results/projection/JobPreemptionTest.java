package dev.atelier.results.projection;

import static dev.atelier.results.projection.FoldedJobs.after;
import static dev.atelier.results.projection.FoldedJobs.continued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Waiting;
import org.junit.jupiter.api.Test;

class JobPreemptionTest {
    private static final String JOB = "job";

    @Test
    void aPreemptedJobIsQueuedAndSaysWhyUntilItStartsAgain() {
        JobHistory preempted = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.preempted(JOB, 1, "a", 1));
        JobHistory queued = continued(preempted, SampleEvents.queued(JOB, 2));

        assertThat(queued.attempts()).extracting(AttemptRow::state).containsExactly(AttemptState.PREEMPTED);
        assertThat(queued.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(queued.job().waiting()).map(Waiting::kind).hasValue(JobPaused.PREEMPTED);
        assertThat(queued.epochs()).containsOnlyKeys(1);

        JobHistory started = continued(queued, SampleEvents.resumed(JOB, "b", "a", 1));
        assertThat(started.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(started.job().waiting()).isEmpty();
        assertThat(started.attempts())
                .extracting(AttemptRow::state)
                .containsExactly(AttemptState.PREEMPTED, AttemptState.RUNNING);
    }

    @Test
    void aJobThatIsOvertakenInItsQueueLosesNoTrainerAndKeepsWhyItWaits() {
        JobHistory overtaken = after(
                SampleEvents.queued(JOB, 1), SampleEvents.preempted(JOB, 1, null, 0), SampleEvents.queued(JOB, 2));
        assertThat(overtaken.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(overtaken.job().waiting()).isEmpty();

        JobHistory preempted = continued(
                continued(continued(overtaken, SampleEvents.started(JOB, "a")), SampleEvents.preempted(JOB, 2, "a", 0)),
                SampleEvents.queued(JOB, 3));
        JobHistory again =
                continued(continued(preempted, SampleEvents.preempted(JOB, 3, null, 0)), SampleEvents.queued(JOB, 4));
        assertThat(again.job().waiting()).isEqualTo(preempted.job().waiting()).isPresent();
    }

    @Test
    void aPreemptedRestorationWaitsForTheSameReason() {
        JobHistory queued = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.completed(JOB, "a", 0.9),
                SampleEvents.artifactsDeleted(JOB, 95),
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.preempted(JOB, 2, "b", 1),
                SampleEvents.restoring(JOB, 3));

        assertThat(queued.job().files().restoration().orElseThrow().state()).isEqualTo(JobState.QUEUED);
        assertThat(queued.job().waiting()).map(Waiting::kind).hasValue(JobPaused.PREEMPTED);
        assertThat(queued.job().queueing()).map(Queueing::requestedRound).hasValue(2);
        assertThat(queued.attempts())
                .extracting(AttemptRow::state)
                .containsExactly(AttemptState.COMPLETED, AttemptState.PREEMPTED);
    }

    @Test
    void theLatestRoundSaysHowUrgentAndWhoseAJobIsAndItsRequestsCountSinceItLastEnded() {
        JobHistory again = after(
                SampleEvents.queued(JOB, 1, Priority.HIGH, "ada"),
                SampleEvents.paused(JOB, 1, null, 0),
                SampleEvents.queued(JOB, 2, Priority.LOW, "bob"));

        assertThat(again.job().queueing()).hasValueSatisfying(queueing -> {
            assertThat(queueing.priority()).isEqualTo(Priority.LOW);
            assertThat(queueing.owner()).hasValue("bob");
            assertThat(queueing.requestedRound()).isEqualTo(1);
        });
        assertThat(again.job().request().priority()).isEqualTo(Priority.LOW);

        JobHistory afterEnd = continued(again, SampleEvents.failed(JOB, null));
        assertThat(continued(afterEnd, SampleEvents.queued(JOB, 3)).job().queueing())
                .hasValueSatisfying(queueing -> {
                    assertThat(queueing.priority()).isEqualTo(Priority.NORMAL);
                    assertThat(queueing.owner()).isEmpty();
                    assertThat(queueing.requestedRound()).isEqualTo(3);
                });
    }
}

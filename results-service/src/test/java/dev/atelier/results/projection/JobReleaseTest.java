package dev.atelier.results.projection;

import static dev.atelier.results.projection.FoldedJobs.after;
import static dev.atelier.results.projection.FoldedJobs.continued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.SampleEvents;
import org.junit.jupiter.api.Test;

/** Why and since when a job waits that a trainer gave back. */
class JobReleaseTest {
    private static final String JOB = "job";

    @Test
    void aReleasedJobWaitsForAReasonUntilItsNextStart() {
        JobHistory released = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.released(JOB, "a", 30));

        assertThat(released.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(released.job().waiting()).hasValueSatisfying(waiting -> {
            assertThat(waiting.reason()).isEqualTo("the folder of checkpoints is full");
            assertThat(waiting.kind()).isEqualTo("storage");
            assertThat(waiting.since()).isEqualTo(StoredTime.of(SampleEvents.time(30)));
        });
        assertThat(released.attempts()).extracting(AttemptRow::state).containsExactly(AttemptState.RELEASED);
        assertThat(released.epochs()).containsOnlyKeys(1);

        JobHistory resumed = continued(released, SampleEvents.resumed(JOB, "b", "a", 1));
        assertThat(resumed.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(resumed.job().waiting()).isEmpty();
    }

    @Test
    void anEndAndANewRoundClearTheReason() {
        JobHistory released =
                after(SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.released(JOB, "a", 30));

        assertThat(continued(released, SampleEvents.cancelled(JOB, null)).job().waiting())
                .isEmpty();
        assertThat(continued(released, SampleEvents.failed(JOB, null)).job().waiting())
                .isEmpty();
        assertThat(continued(released, SampleEvents.queued(JOB, 2)).job().waiting())
                .isEmpty();
    }

    @Test
    void aReleaseTakesNothingNewerBack() {
        JobHistory running =
                after(SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.started(JOB, "b"));
        assertThat(continued(running, SampleEvents.released(JOB, "a", 30))).isEqualTo(running);
        assertThat(continued(running, SampleEvents.released(JOB, "not-started", 30)))
                .isEqualTo(running);

        JobHistory completed = after(
                SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.completed(JOB, "a", 0.9));
        assertThat(continued(completed, SampleEvents.released(JOB, "a", 95))).isEqualTo(completed);
        assertThat(continued(completed, SampleEvents.released(JOB, "not-started", 95)))
                .isEqualTo(completed);
    }

    @Test
    void aRunThatNeverStartedReportsWhyTheJobWaitsAndSinceWhen() {
        JobHistory first = after(SampleEvents.queued(JOB, 1), SampleEvents.released(JOB, "a", 30));
        JobHistory second = continued(first, SampleEvents.released(JOB, "b", 60));

        assertThat(first.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(first.attempts()).isEmpty();
        assertThat(second.job().waiting().orElseThrow().since()).isEqualTo(StoredTime.of(SampleEvents.time(30)));
    }
}

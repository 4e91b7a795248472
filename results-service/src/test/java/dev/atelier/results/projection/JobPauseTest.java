package dev.atelier.results.projection;

import static dev.atelier.results.projection.FoldedJobs.after;
import static dev.atelier.results.projection.FoldedJobs.continued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.SampleEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobPauseTest {
    private static final String JOB = "job";

    @Test
    void aPausedJobShowsWhyAndSinceWhenUntilItIsQueuedAgain() {
        JobHistory paused = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.paused(JOB, 1, "a", 1));

        assertThat(paused.job().state()).isEqualTo(JobState.PAUSED);
        assertThat(paused.job().waiting()).hasValueSatisfying(waiting -> {
            assertThat(waiting.reason()).isEqualTo("for the night");
            assertThat(waiting.kind()).isEqualTo(JobPaused.REQUESTED);
            assertThat(waiting.since()).isEqualTo(StoredTime.of(SampleEvents.time(96)));
        });
        assertThat(paused.attempts()).extracting(AttemptRow::state).containsExactly(AttemptState.PAUSED);
        assertThat(paused.epochs()).containsOnlyKeys(1);

        JobHistory queued = continued(paused, SampleEvents.queued(JOB, 2));
        assertThat(queued.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(queued.job().waiting()).isEmpty();
        assertThat(queued.epochs()).containsOnlyKeys(1);
        assertThat(continued(queued, SampleEvents.resumed(JOB, "b", "a", 1)).epochs())
                .containsOnlyKeys(1);
    }

    @Test
    void aJobThatWaitsIsPausedWithoutAnAttempt() {
        JobHistory paused = after(SampleEvents.queued(JOB, 1), SampleEvents.paused(JOB, 1, null, 0));

        assertThat(paused.job().state()).isEqualTo(JobState.PAUSED);
        assertThat(paused.attempts()).isEmpty();
        for (JobEvent late : List.of(
                SampleEvents.started(JOB, "late"),
                SampleEvents.paused(JOB, 1, "late", 0),
                SampleEvents.paused(JOB, 1, null, 0),
                SampleEvents.released(JOB, "late", 99))) {
            assertThat(continued(paused, late)).isEqualTo(paused);
        }
    }

    @Test
    void aJobThatWasEndedMeanwhileStaysSo() {
        JobHistory cancelled = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.cancelled(JOB, null),
                SampleEvents.paused(JOB, 1, "a", 0));

        assertThat(cancelled.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.attempts()).extracting(AttemptRow::state).containsExactly(AttemptState.PAUSED);
    }

    @Test
    void aPausedRestorationLeavesTheResult() {
        JobHistory paused = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.completed(JOB, "a", 0.9),
                SampleEvents.artifactsDeleted(JOB, 95),
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.paused(JOB, 2, "b", 1));

        assertThat(paused.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(paused.job().files().restoration().orElseThrow().state()).isEqualTo(JobState.PAUSED);
        assertThat(continued(paused, SampleEvents.restoring(JOB, 3))
                        .job()
                        .files()
                        .restoration()
                        .orElseThrow()
                        .state())
                .isEqualTo(JobState.QUEUED);
    }
}

package dev.atelier.results.projection;

import static dev.atelier.results.projection.FoldedJobs.after;
import static dev.atelier.results.projection.FoldedJobs.continued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.projection.ResultFiles.Pin;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of the files of a result. */
class ResultFilesTest {
    private static final String JOB = "job";

    @Test
    void deletedFilesLeaveTheResultAsItWas() {
        JobHistory completed = after(
                SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.completed(JOB, "a", 0.9));
        JobHistory deleted =
                continued(completed, SampleEvents.artifactsDeleted(JOB, 100), SampleEvents.artifactsDeleted(JOB, 101));

        assertThat(deleted.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(deleted.job().result()).isEqualTo(completed.job().result());
        assertThat(deleted.job().files().deletion().orElseThrow().bytes()).isEqualTo(1000);
        assertThat(deleted.job().files().deletion().orElseThrow().at()).isBefore(SampleEvents.time(101));
    }

    @Test
    void aResultThatComesAfterADeletionHasItsFiles() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.completed(JOB, "a", 0.9),
                SampleEvents.artifactsDeleted(JOB, 100),
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.artifactsDeleted(JOB, 101),
                SampleEvents.completed(JOB, "b", 0.9));

        assertThat(history.job().result()).isPresent();
        assertThat(history.job().files().deletion()).isEmpty();
    }

    @Test
    void aPinOutlivesTheResultThatItWasFor() {
        JobHistory pinned = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.pinned(JOB, true, 50),
                SampleEvents.pinned(JOB, true, 51),
                SampleEvents.completed(JOB, "a", 0.9),
                SampleEvents.artifactsDeleted(JOB, 100),
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"));

        assertThat(pinned.job().files().pin())
                .contains(new Pin(Optional.of("for the paper"), StoredTime.of(SampleEvents.time(51))));
        assertThat(continued(pinned, SampleEvents.pinned(JOB, false, 200))
                        .job()
                        .files()
                        .pin())
                .contains(new Pin(Optional.empty(), StoredTime.of(SampleEvents.time(200))));
        assertThat(continued(pinned, SampleEvents.pinned(JOB, false, 200))
                        .lifecycle()
                        .state())
                .isEqualTo(JobState.RUNNING);
    }

    @Test
    void deletedFilesOfLessThanNoBytesAreRefused() {
        JobHistory completed = after(
                SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.completed(JOB, "a", 0.9));

        assertThatThrownBy(() -> continued(
                        completed,
                        new ArtifactsDeleted(JOB, 0, "old", -1, SampleEvents.time(1), SampleEvents.time(100))))
                .hasMessage("bytes is -1; expected at least 0");
    }
}

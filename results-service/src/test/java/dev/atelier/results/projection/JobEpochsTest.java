package dev.atelier.results.projection;

import static dev.atelier.results.projection.FoldedJobs.after;
import static dev.atelier.results.projection.FoldedJobs.continued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.results.SampleEvents;
import org.junit.jupiter.api.Test;

/** Which epochs a job has, and which attempt trained them. */
class JobEpochsTest {
    private static final String JOB = "job";

    @Test
    void epochsPublishedAgainAfterAResumeStayUnchanged() {
        JobHistory before = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.epoch(JOB, "a", 2));
        JobHistory resumed = continued(
                before,
                SampleEvents.resumed(JOB, "b", "a", 2),
                SampleEvents.epoch(JOB, "a", 1).publishedBy(0, "b"),
                SampleEvents.epoch(JOB, "a", 2).publishedBy(0, "b"));

        assertThat(resumed.epochs()).isEqualTo(before.epochs());
    }

    @Test
    void anEpochIsCountedToTheAttemptThatTrainedIt() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.resumed(JOB, "b", "a", 1),
                SampleEvents.epoch(JOB, "a", 1).publishedBy(0, "b"),
                SampleEvents.epoch(JOB, "b", 2));

        assertThat(history.epochs().get(1).attempt()).isEqualTo(1);
        assertThat(history.epochs().get(2).attempt()).isEqualTo(2);
    }

    @Test
    void epochsBeyondTheCheckpointGoWhenAnotherRunResumes() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.epoch(JOB, "a", 2),
                SampleEvents.epoch(JOB, "a", 3),
                SampleEvents.resumed(JOB, "b", "a", 2));

        assertThat(history.epochs()).containsOnlyKeys(1, 2);
    }

    @Test
    void anEpochTrainedAnewReplacesTheOldOne() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.resumed(JOB, "b", "a", 1),
                SampleEvents.epoch(JOB, "b", "b", 1, 0.25));

        assertThat(history.epochs().get(1).metrics()).containsEntry("train.loss", 0.25);
        assertThat(history.epochs().get(1).attempt()).isEqualTo(2);
    }
}

package dev.atelier.results.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobProjectionTest {
    private static final String JOB = "job";

    @Test
    void aJobWaitsRunsAndCompletes() {
        JobHistory history = after(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.epoch(JOB, "a", 1),
                Told.epoch(JOB, "a", 2),
                Told.completed(JOB, "a", 0.88));

        assertThat(history.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(history.job().result().orElseThrow().test().accuracy()).isEqualTo(0.88);
        assertThat(history.epochs()).containsOnlyKeys(1, 2);
        assertThat(history.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.state()).isEqualTo(AttemptState.COMPLETED);
        });
    }

    @Test
    void timesAreKeptAsTheDatabaseKeepsThem() {
        JobHistory history = after(Told.queued(JOB, 1));

        assertThat(history.job().queueing().orElseThrow().at().getNano()).isEqualTo(123_456_000);
    }

    @Test
    void aNewRunTakesOverAndTheOldOneIsIgnored() {
        JobHistory history = after(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.epoch(JOB, "a", 1),
                Told.started(JOB, "b"),
                Told.epoch(JOB, "a", 2),
                Told.completed(JOB, "a", 0.5));

        assertThat(history.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(history.epochs()).isEmpty();
        assertThat(history.attempts())
                .extracting(AttemptRow::state)
                .containsExactly(AttemptState.LOST, AttemptState.RUNNING);
    }

    @Test
    void epochsToldAgainAfterAResumeStandAsTheyStood() {
        JobHistory before =
                after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.epoch(JOB, "a", 1), Told.epoch(JOB, "a", 2));
        JobHistory resumed = continued(
                before,
                Told.resumed(JOB, "b", "a", 2),
                Told.epoch(JOB, "a", 1).publishedBy(0, "b"),
                Told.epoch(JOB, "a", 2).publishedBy(0, "b"));

        assertThat(resumed.epochs()).isEqualTo(before.epochs());
    }

    @Test
    void anEpochIsCountedToTheAttemptThatTrainedIt() {
        JobHistory history = after(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.resumed(JOB, "b", "a", 1),
                Told.epoch(JOB, "a", 1).publishedBy(0, "b"),
                Told.epoch(JOB, "b", 2));

        assertThat(history.epochs().get(1).attempt()).isEqualTo(1);
        assertThat(history.epochs().get(2).attempt()).isEqualTo(2);
    }

    @Test
    void epochsBeyondTheCheckpointGoWhenAnotherRunResumes() {
        JobHistory history = after(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.epoch(JOB, "a", 1),
                Told.epoch(JOB, "a", 2),
                Told.epoch(JOB, "a", 3),
                Told.resumed(JOB, "b", "a", 2));

        assertThat(history.epochs()).containsOnlyKeys(1, 2);
    }

    @Test
    void anEpochTrainedAnewReplacesTheOldOne() {
        JobHistory history = after(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.epoch(JOB, "a", 1),
                Told.resumed(JOB, "b", "a", 1),
                Told.epoch(JOB, "b", "b", 1, 0.25));

        assertThat(history.epochs().get(1).metrics()).containsEntry("train.loss", 0.25);
        assertThat(history.epochs().get(1).attempt()).isEqualTo(2);
    }

    @Test
    void aFailureOfTheRunEndsTheJob() {
        JobHistory history = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.failed(JOB, "a"));

        assertThat(history.job().state()).isEqualTo(JobState.FAILED);
        assertThat(history.job().ending().orElseThrow().kind()).contains("diverged");
    }

    @Test
    void anEndOfAnotherRunIsIgnored() {
        JobHistory history =
                after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.started(JOB, "b"), Told.cancelled(JOB, "a"));

        assertThat(history.job().state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void aWaitingJobIsCancelledWithoutARun() {
        JobHistory history = after(Told.queued(JOB, 1), Told.cancelled(JOB, null));

        assertThat(history.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(history.job().ending().orElseThrow().reason()).contains("no longer wanted");
    }

    @Test
    void aJobWhoseWorkerDiedCanFailWithoutARun() {
        JobHistory history = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.failed(JOB, null));

        assertThat(history.job().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void aRunThatCompletesAfterACancellationMeantForAWaitingJobHasCompletedIt() {
        JobHistory history = after(
                Told.queued(JOB, 1), Told.started(JOB, "a"), Told.cancelled(JOB, null), Told.completed(JOB, "a", 0.9));

        assertThat(history.job().state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aStartAfterTheEndChangesNothingButTheAttempts() {
        for (JobEvent end : List.of(Told.cancelled(JOB, null), Told.failed(JOB, "a"), Told.completed(JOB, "a", 0.9))) {
            JobHistory ended = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.epoch(JOB, "a", 1), end);
            JobHistory late = continued(
                    ended, Told.started(JOB, "late"), Told.epoch(JOB, "late", 2), Told.completed(JOB, "late", 0.1));

            assertThat(late.job()).isEqualTo(ended.job());
            assertThat(late.epochs()).isEqualTo(ended.epochs());
            assertThat(late.attempts()).last().extracting(AttemptRow::state).isEqualTo(AttemptState.LOST);
            JobEvent again = ended.job().result().isPresent() ? Told.restoring(JOB, 2) : Told.queued(JOB, 2);
            assertThat(continued(late, again, Told.started(JOB, "b"))
                            .lifecycle()
                            .state())
                    .isEqualTo(JobState.RUNNING);
        }
    }

    @Test
    void aJobThatIsQueuedAgainWaitsAgainAndKeepsItsAttempts() {
        JobHistory history =
                after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.failed(JOB, "a"), Told.queued(JOB, 2));

        assertThat(history.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(history.job().startedAt()).isEmpty();
        assertThat(history.attempts()).hasSize(1);

        assertThat(continued(history, Told.started(JOB, "b"))
                        .attempts()
                        .getLast()
                        .number())
                .isEqualTo(2);
    }

    @Test
    void aRunThatGoesOnAfterAMistakenRequeueIsListenedTo() {
        JobHistory history =
                after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.queued(JOB, 2), Told.epoch(JOB, "a", 1));

        assertThat(history.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(history.epochs()).containsOnlyKeys(1);
    }

    @Test
    void aJobKnownByItsStartAloneStands() {
        JobHistory history = after(Told.started(JOB, "a"), Told.completed(JOB, "a", 0.9));

        assertThat(history.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(history.job().queueing()).isEmpty();
    }

    @Test
    void deletedFilesLeaveTheResultAsItWas() {
        JobHistory completed = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.completed(JOB, "a", 0.9));
        JobHistory deleted = continued(completed, Told.artifactsDeleted(JOB, 100), Told.artifactsDeleted(JOB, 101));

        assertThat(deleted.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(deleted.job().result()).isEqualTo(completed.job().result());
        assertThat(deleted.job().deletion().orElseThrow().bytes()).isEqualTo(1000);
        assertThat(deleted.job().deletion().orElseThrow().at()).isBefore(Told.time(101));
    }

    @Test
    void aResultThatComesAfterADeletionHasItsFiles() {
        JobHistory history = after(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.completed(JOB, "a", 0.9),
                Told.artifactsDeleted(JOB, 100),
                Told.restoring(JOB, 2),
                Told.started(JOB, "b"),
                Told.artifactsDeleted(JOB, 101),
                Told.completed(JOB, "b", 0.9));

        assertThat(history.job().result()).isPresent();
        assertThat(history.job().deletion()).isEmpty();
    }

    @Test
    void aPinOutlivesTheResultThatItWasFor() {
        JobHistory pinned = after(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.pinned(JOB, true, 50),
                Told.pinned(JOB, true, 51),
                Told.completed(JOB, "a", 0.9),
                Told.artifactsDeleted(JOB, 100),
                Told.restoring(JOB, 2),
                Told.started(JOB, "b"));

        assertThat(pinned.job().pin().orElseThrow().since()).isEqualTo(StoredTime.of(Told.time(50)));
        assertThat(continued(pinned, Told.pinned(JOB, false, 200)).job().pin()).isEmpty();
        assertThat(continued(pinned, Told.pinned(JOB, false, 200)).lifecycle().state())
                .isEqualTo(JobState.RUNNING);
    }

    @Test
    void deletedFilesOfLessThanNoBytesAreRefused() {
        JobHistory completed = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.completed(JOB, "a", 0.9));

        assertThatThrownBy(
                        () -> continued(completed, new ArtifactsDeleted(JOB, "old", -1, Told.time(1), Told.time(100))))
                .hasMessage("bytes is -1; expected at least 0");
    }

    @Test
    void eventsOfAJobThatNobodyStartedAreIgnored() {
        assertThat(JobProjection.apply(Optional.empty(), Told.epoch(JOB, "a", 1), new LogPosition(0, 0)))
                .isEmpty();
    }

    @Test
    void aReleasedJobWaitsForAReasonUntilItsNextStart() {
        JobHistory released = after(
                Told.queued(JOB, 1), Told.started(JOB, "a"), Told.epoch(JOB, "a", 1), Told.released(JOB, "a", 30));

        assertThat(released.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(released.job().waiting()).hasValueSatisfying(waiting -> {
            assertThat(waiting.reason()).isEqualTo("the folder of checkpoints is full");
            assertThat(waiting.kind()).isEqualTo("storage");
            assertThat(waiting.since()).isEqualTo(StoredTime.of(Told.time(30)));
        });
        assertThat(released.attempts()).extracting(AttemptRow::state).containsExactly(AttemptState.RELEASED);
        assertThat(released.epochs()).containsOnlyKeys(1);

        JobHistory resumed = continued(released, Told.resumed(JOB, "b", "a", 1));
        assertThat(resumed.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(resumed.job().waiting()).isEmpty();
    }

    @Test
    void anEndAndANewRoundClearTheReason() {
        JobHistory released = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.released(JOB, "a", 30));

        assertThat(continued(released, Told.cancelled(JOB, null)).job().waiting())
                .isEmpty();
        assertThat(continued(released, Told.failed(JOB, null)).job().waiting()).isEmpty();
        assertThat(continued(released, Told.queued(JOB, 2)).job().waiting()).isEmpty();
    }

    @Test
    void aReleaseTakesNothingNewerBack() {
        JobHistory running = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.started(JOB, "b"));
        assertThat(continued(running, Told.released(JOB, "a", 30))).isEqualTo(running);
        assertThat(continued(running, Told.released(JOB, "not-started", 30))).isEqualTo(running);

        JobHistory completed = after(Told.queued(JOB, 1), Told.started(JOB, "a"), Told.completed(JOB, "a", 0.9));
        assertThat(continued(completed, Told.released(JOB, "a", 95))).isEqualTo(completed);
        assertThat(continued(completed, Told.released(JOB, "not-started", 95))).isEqualTo(completed);
    }

    @Test
    void aRunThatNeverStartedSaysWhyTheJobWaitsAndSinceWhen() {
        JobHistory first = after(Told.queued(JOB, 1), Told.released(JOB, "a", 30));
        JobHistory second = continued(first, Told.released(JOB, "b", 60));

        assertThat(first.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(first.attempts()).isEmpty();
        assertThat(second.job().waiting().orElseThrow().since()).isEqualTo(StoredTime.of(Told.time(30)));
    }

    @Test
    void everyEventMayComeAgainAtAnyLaterTime() {
        List<JobEvent> events = List.of(
                Told.queued(JOB, 1),
                Told.started(JOB, "a"),
                Told.epoch(JOB, "a", 1),
                Told.epoch(JOB, "a", 2),
                Told.released(JOB, "a", 30),
                Told.released(JOB, "not-started", 31),
                Told.resumed(JOB, "b", "a", 2),
                Told.epoch(JOB, "a", 1).publishedBy(0, "b"),
                Told.epoch(JOB, "a", 2).publishedBy(0, "b"),
                Told.epoch(JOB, "b", 3),
                Told.failed(JOB, null),
                Told.queued(JOB, 2),
                Told.resumed(JOB, "c", "b", 3),
                Told.epoch(JOB, "b", 3).publishedBy(0, "c"),
                Told.completed(JOB, "c", 0.9));
        for (int first = 0; first < events.size(); first++) {
            for (int again = first + 1; again <= events.size(); again++) {
                List<JobEvent> withDuplicate = new ArrayList<>(events);
                withDuplicate.add(again, events.get(first));
                // Positions follow from the place in the undisturbed log, so that whole rows can be compared.
                List<Integer> positions = new ArrayList<>();
                for (int i = 0; i < events.size(); i++) {
                    positions.add(i);
                }
                positions.add(again, 1000);

                assertThat(folded(withDuplicate, positions))
                        .as("event %s again at %s", first, again)
                        .isEqualTo(after(events.toArray(JobEvent[]::new)));
            }
        }
    }

    private static JobHistory after(JobEvent... events) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < events.length; i++) {
            positions.add(i);
        }
        return folded(List.of(events), positions);
    }

    private static JobHistory folded(List<JobEvent> events, List<Integer> positions) {
        Optional<JobHistory> history = Optional.empty();
        for (int i = 0; i < events.size(); i++) {
            history = JobProjection.apply(history, events.get(i), new LogPosition(0, positions.get(i)));
        }
        return history.orElseThrow();
    }

    private static JobHistory continued(JobHistory before, JobEvent... events) {
        Optional<JobHistory> history = Optional.of(before);
        for (JobEvent event : events) {
            history = JobProjection.apply(history, event, new LogPosition(0, 5000));
        }
        return history.orElseThrow();
    }
}

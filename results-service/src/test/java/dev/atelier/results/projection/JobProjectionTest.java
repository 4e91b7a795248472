package dev.atelier.results.projection;

import static dev.atelier.results.projection.FoldedJobs.after;
import static dev.atelier.results.projection.FoldedJobs.continued;
import static dev.atelier.results.projection.FoldedJobs.folded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.results.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobProjectionTest {
    private static final String JOB = "job";

    @Test
    void aJobWaitsRunsAndCompletes() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.epoch(JOB, "a", 2),
                SampleEvents.completed(JOB, "a", 0.88));

        assertThat(history.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(history.job().result().orElseThrow().test().accuracy()).isEqualTo(0.88);
        assertThat(history.epochs()).containsOnlyKeys(1, 2);
        assertThat(history.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.state()).isEqualTo(AttemptState.COMPLETED);
        });
    }

    @Test
    void aJobThatIsQueuedAgainIsTrainedByTheLatestRequestUnderItsFirstName() {
        JobQueued again = SampleEvents.queued(JOB, 2);
        ObjectNode written = Json.MAPPER.createObjectNode().put("family", "mlp").put("name", "another name");
        written.putObject("training").put("epochs", 5);
        written.putObject("runtime").put("threads", 1);
        Job onOneThread = JobSchema.resolve(written).orElseThrow();

        JobRow job = after(
                        SampleEvents.queued(JOB, 1),
                        SampleEvents.started(JOB, "a"),
                        SampleEvents.cancelled(JOB, "a"),
                        new JobQueued(
                                JOB,
                                again.submission(),
                                2,
                                again.datasetKey(),
                                again.datasetDigest(),
                                onOneThread,
                                null,
                                again.time()))
                .job();

        assertThat(job.request().runtime()).isEqualTo(onOneThread.runtime());
        assertThat(job.request().name())
                .isEqualTo(SampleEvents.queued(JOB, 1).request().name());
    }

    @Test
    void aJobKnownByItsStartAloneIsRestoredInTheRoundOfItsRestoration() {
        JobRow job = after(
                        SampleEvents.started(JOB, "a"),
                        SampleEvents.epoch(JOB, "a", 1),
                        SampleEvents.completed(JOB, "a", 0.88),
                        SampleEvents.restoring(JOB, 1))
                .job();

        assertThat(job.round()).isEqualTo(1);
        assertThat(job.files().restoration()).isPresent();
    }

    @Test
    void timesAreKeptAsTheDatabaseKeepsThem() {
        JobHistory history = after(SampleEvents.queued(JOB, 1));

        assertThat(history.job().queueing().orElseThrow().at().getNano()).isEqualTo(123_456_000);
    }

    @Test
    void aNewRunTakesOverAndTheOldOneIsIgnored() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.started(JOB, "b"),
                SampleEvents.epoch(JOB, "a", 2),
                SampleEvents.completed(JOB, "a", 0.5));

        assertThat(history.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(history.epochs()).isEmpty();
        assertThat(history.attempts())
                .extracting(AttemptRow::state)
                .containsExactly(AttemptState.LOST, AttemptState.RUNNING);
    }

    @Test
    void aFailureOfTheRunEndsTheJob() {
        JobHistory history =
                after(SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.failed(JOB, "a"));

        assertThat(history.job().state()).isEqualTo(JobState.FAILED);
        assertThat(history.job().ending().orElseThrow().kind()).contains("diverged");
    }

    @Test
    void anEndOfAnotherRunIsIgnored() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.started(JOB, "b"),
                SampleEvents.cancelled(JOB, "a"));

        assertThat(history.job().state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void aRunOfAnOlderRoundThatIsCancelledIsShownAsCancelled() {
        JobStarted first = inRound(SampleEvents.started(JOB, "a"), 1);
        JobCancelled cancelled = new JobCancelled(JOB, 1, "a", "no longer wanted", SampleEvents.time(96));
        JobStarted second = inRound(SampleEvents.started(JOB, "b"), 2);
        for (List<JobEvent> end : List.of(List.<JobEvent>of(cancelled, second), List.<JobEvent>of(second, cancelled))) {
            JobHistory history = after(Stream.concat(
                            Stream.of(SampleEvents.queued(JOB, 1), first, SampleEvents.queued(JOB, 2)), end.stream())
                    .toArray(JobEvent[]::new));

            assertThat(history.job().state()).isEqualTo(JobState.RUNNING);
            assertThat(history.attempts())
                    .extracting(AttemptRow::state)
                    .containsExactly(AttemptState.CANCELLED, AttemptState.RUNNING);
            assertThat(history.attempts().getFirst().endedAt()).contains(StoredTime.of(SampleEvents.time(96)));
        }
    }

    private static JobStarted inRound(JobStarted start, int round) {
        return new JobStarted(JOB, round, start.run(), null, start.request(), start.environment(), start.time());
    }

    @Test
    void aWaitingJobIsCancelledWithoutARun() {
        JobHistory history = after(SampleEvents.queued(JOB, 1), SampleEvents.cancelled(JOB, null));

        assertThat(history.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(history.job().ending().orElseThrow().reason()).contains("no longer wanted");
    }

    @Test
    void aJobWhoseWorkerDiedCanFailWithoutARun() {
        JobHistory history =
                after(SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.failed(JOB, null));

        assertThat(history.job().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void aRunThatCompletesAfterACancellationMeantForAWaitingJobHasCompletedIt() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.cancelled(JOB, null),
                SampleEvents.completed(JOB, "a", 0.9));

        assertThat(history.job().state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aStartAfterTheEndChangesNothingButTheAttempts() {
        for (JobEvent end : List.of(
                SampleEvents.cancelled(JOB, null),
                SampleEvents.failed(JOB, "a"),
                SampleEvents.completed(JOB, "a", 0.9))) {
            JobHistory ended = after(
                    SampleEvents.queued(JOB, 1), SampleEvents.started(JOB, "a"), SampleEvents.epoch(JOB, "a", 1), end);
            JobHistory late = continued(
                    ended,
                    SampleEvents.started(JOB, "late"),
                    SampleEvents.epoch(JOB, "late", 2),
                    SampleEvents.completed(JOB, "late", 0.1));

            assertThat(late.job()).isEqualTo(ended.job());
            assertThat(late.epochs()).isEqualTo(ended.epochs());
            assertThat(late.attempts()).last().extracting(AttemptRow::state).isEqualTo(AttemptState.LOST);
            JobEvent again =
                    ended.job().result().isPresent() ? SampleEvents.restoring(JOB, 2) : SampleEvents.queued(JOB, 2);
            assertThat(continued(late, again, SampleEvents.started(JOB, "b"))
                            .lifecycle()
                            .state())
                    .isEqualTo(JobState.RUNNING);
        }
    }

    @Test
    void aJobThatIsQueuedAgainWaitsAgainAndKeepsItsAttempts() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.failed(JOB, "a"),
                SampleEvents.queued(JOB, 2));

        assertThat(history.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(history.job().startedAt()).isEmpty();
        assertThat(history.attempts()).hasSize(1);

        assertThat(continued(history, SampleEvents.started(JOB, "b"))
                        .attempts()
                        .getLast()
                        .number())
                .isEqualTo(2);
    }

    @Test
    void aRunThatGoesOnAfterAMistakenRequeueIsListenedTo() {
        JobHistory history = after(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.queued(JOB, 2),
                SampleEvents.epoch(JOB, "a", 1));

        assertThat(history.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(history.epochs()).containsOnlyKeys(1);
        assertThat(continued(history, SampleEvents.completed(JOB, "a", 0.9))
                        .job()
                        .state())
                .isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aJobKnownByItsStartAloneStands() {
        JobHistory history = after(SampleEvents.started(JOB, "a"), SampleEvents.completed(JOB, "a", 0.9));

        assertThat(history.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(history.job().queueing()).isEmpty();
    }

    @Test
    void eventsOfAJobThatNobodyStartedAreIgnored() {
        assertThat(JobProjection.apply(Optional.empty(), SampleEvents.epoch(JOB, "a", 1), new LogPosition(0, 0)))
                .isEmpty();
    }

    @Test
    void everyEventMayComeAgainAtAnyLaterTime() {
        List<JobEvent> events = List.of(
                SampleEvents.queued(JOB, 1),
                SampleEvents.started(JOB, "a"),
                SampleEvents.epoch(JOB, "a", 1),
                SampleEvents.epoch(JOB, "a", 2),
                SampleEvents.released(JOB, "a", 30),
                SampleEvents.released(JOB, "not-started", 31),
                SampleEvents.resumed(JOB, "b", "a", 2),
                SampleEvents.epoch(JOB, "a", 1).publishedBy(0, "b"),
                SampleEvents.epoch(JOB, "a", 2).publishedBy(0, "b"),
                SampleEvents.epoch(JOB, "b", 3),
                SampleEvents.failed(JOB, null),
                SampleEvents.queued(JOB, 2),
                SampleEvents.resumed(JOB, "c", "b", 3),
                SampleEvents.epoch(JOB, "b", 3).publishedBy(0, "c"),
                SampleEvents.completed(JOB, "c", 0.9));
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
}

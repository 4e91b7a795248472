package dev.atelier.results.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.projection.ResultFiles.Restoration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Completed jobs that are trained again to restore the files of their results. */
class RestorationProjectionTest {
    private static final String JOB = "job";
    private static final String OTHER = "f".repeat(64);

    private final JobHistory deleted = after(
            Optional.empty(),
            SampleEvents.queued(JOB, 1),
            SampleEvents.started(JOB, "a"),
            SampleEvents.epoch(JOB, "a", 1),
            SampleEvents.epoch(JOB, "a", 2),
            SampleEvents.completed(JOB, "a", 0.88),
            SampleEvents.artifactsDeleted(JOB, 100));

    @Test
    void theResultStandsWhileTheJobWaitsAndRuns() {
        JobHistory waiting = after(deleted, SampleEvents.restoring(JOB, 2));
        JobHistory running = after(
                waiting,
                SampleEvents.started(JOB, "b"),
                SampleEvents.epoch(JOB, "b", "b", 1, 0.25),
                SampleEvents.epoch(JOB, "b", 2));

        for (JobHistory history : List.of(waiting, running)) {
            assertThat(unrestored(history)).isEqualTo(unrestored(deleted));
            assertThat(history.epochs()).isEqualTo(deleted.epochs());
            assertThat(history.cut()).isEqualTo(deleted.cut());
        }
        assertThat(waiting.job().round()).isEqualTo(2);
        assertThat(restoration(waiting).state()).isEqualTo(JobState.QUEUED);
        assertThat(restoration(waiting).submission()).isEqualTo("restoration-2-of-job");
        assertThat(restoration(running).state()).isEqualTo(JobState.RUNNING);
        assertThat(restoration(running).epoch()).isEqualTo(2);
        assertThat(running.attempts())
                .extracting(AttemptRow::state)
                .containsExactly(AttemptState.COMPLETED, AttemptState.RUNNING);
    }

    @Test
    void theSameWeightsBringTheFilesBackAndChangeNothingThatWasMeasured() {
        JobHistory restored = after(
                deleted,
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.completed(JOB, "b", 0.5));

        assertThat(restored.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(restored.job().files().deletion()).isEmpty();
        assertThat(restored.job().result()).isEqualTo(deleted.job().result());
        assertThat(restored.job().ending()).isEqualTo(deleted.job().ending());
        assertThat(restored.epochs()).isEqualTo(deleted.epochs());
        assertThat(restoration(restored).state()).isEqualTo(JobState.COMPLETED);
        assertThat(restored.attempts())
                .extracting(AttemptRow::state)
                .containsExactly(AttemptState.COMPLETED, AttemptState.COMPLETED);
    }

    @Test
    void theFilesAreThoseOfTheRunThatRestoredThem() {
        var completed = SampleEvents.completed(JOB, "b", 0.88);
        JobHistory restored = after(deleted, SampleEvents.restoring(JOB, 2), SampleEvents.started(JOB, "b"), completed);

        assertThat(restored.job().result().orElseThrow().artifacts()).isEqualTo(completed.artifacts());
        assertThat(restored.job().result().orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void withoutTheSameWeightsTheJobIsWhatItWasAndReportsWhy() {
        List<List<JobEvent>> ends = List.of(
                List.of(SampleEvents.started(JOB, "b"), SampleEvents.epoch(JOB, "b", 1), SampleEvents.failed(JOB, "b")),
                List.of(SampleEvents.failed(JOB, null)),
                List.of(SampleEvents.started(JOB, "b"), SampleEvents.cancelled(JOB, "b")),
                List.of(SampleEvents.cancelled(JOB, null)),
                List.of(SampleEvents.started(JOB, "b"), SampleEvents.completed(JOB, "b", 0.5, OTHER)));
        List<String> reasons = List.of(
                "the loss is NaN at step 12",
                "the loss is NaN at step 12",
                "no longer wanted",
                "no longer wanted",
                "The weights have the SHA-256 " + OTHER + "; expected " + SampleEvents.WEIGHTS);
        for (int i = 0; i < ends.size(); i++) {
            JobHistory history = after(
                    deleted,
                    Stream.concat(Stream.of(SampleEvents.restoring(JOB, 2)), ends.get(i).stream())
                            .toArray(JobEvent[]::new));

            assertThat(unrestored(history)).isEqualTo(unrestored(deleted));
            assertThat(history.epochs()).isEqualTo(deleted.epochs());
            assertThat(restoration(history).isOpen()).isFalse();
            assertThat(restoration(history).reason()).contains(reasons.get(i));
            assertThat(history.current()).isEmpty();
        }
    }

    @Test
    void aRestorationThatWasGivenBackWaitsForThat() {
        JobHistory released = after(
                deleted,
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.released(JOB, "b", 110));

        assertThat(restoration(released).state()).isEqualTo(JobState.QUEUED);
        assertThat(released.job().waiting().orElseThrow().reason()).isEqualTo("the folder of checkpoints is full");
        assertThat(after(released, SampleEvents.started(JOB, "c")).job().waiting())
                .isEmpty();
        assertThat(after(deleted, SampleEvents.restoring(JOB, 2), SampleEvents.released(JOB, "without-start", 110))
                        .job()
                        .waiting())
                .isPresent();
    }

    @Test
    void anotherRunReplacesTheOneThatRestored() {
        JobHistory history = after(
                deleted,
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.started(JOB, "c"),
                SampleEvents.completed(JOB, "b", 0.88));

        assertThat(restoration(history).state()).isEqualTo(JobState.RUNNING);
        assertThat(history.job().files().deletion()).isPresent();
        assertThat(history.attempts())
                .extracting(AttemptRow::state)
                .containsExactly(AttemptState.COMPLETED, AttemptState.LOST, AttemptState.RUNNING);
    }

    @Test
    void aRunThatIsHandedTheRecordOfAnEndedRestorationTakesNothingBack() {
        for (JobEvent end : List.of(
                SampleEvents.failed(JOB, "b"),
                SampleEvents.cancelled(JOB, "b"),
                SampleEvents.completed(JOB, "b", 0.88))) {
            JobHistory ended = after(deleted, SampleEvents.restoring(JOB, 2), SampleEvents.started(JOB, "b"), end);

            assertThat(after(
                            ended,
                            SampleEvents.started(JOB, "c"),
                            SampleEvents.epoch(JOB, "c", 1),
                            SampleEvents.failed(JOB, "c")))
                    .isEqualTo(ended);
        }
    }

    @Test
    void filesCanBeDeletedAndRestoredAgain() {
        JobHistory restored = after(
                deleted,
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.completed(JOB, "b", 0.88));
        JobHistory again = after(restored, SampleEvents.artifactsDeleted(JOB, 200));

        assertThat(again.job().files().deletion().orElseThrow().at()).isEqualTo(StoredTime.of(SampleEvents.time(200)));
        assertThat(again.job().files().restoration()).isEmpty();
        assertThat(after(
                                again,
                                SampleEvents.restoring(JOB, 3),
                                SampleEvents.started(JOB, "c"),
                                SampleEvents.completed(JOB, "c", 0.88))
                        .job()
                        .files()
                        .deletion())
                .isEmpty();
    }

    @Test
    void anEventThatIsReadTwiceChangesNothing() {
        List<JobEvent> events = List.of(
                SampleEvents.restoring(JOB, 2),
                SampleEvents.started(JOB, "b"),
                SampleEvents.epoch(JOB, "b", 1),
                SampleEvents.released(JOB, "b", 110),
                SampleEvents.started(JOB, "c"),
                SampleEvents.completed(JOB, "c", 0.88));
        for (int read = 1; read <= events.size(); read++) {
            JobHistory once = after(deleted, events.subList(0, read).toArray(JobEvent[]::new));

            assertThat(after(once, events.get(read - 1))).isEqualTo(once);
        }
    }

    private static Restoration restoration(JobHistory history) {
        return history.job().files().restoration().orElseThrow();
    }

    /** The row as it was before anybody wanted its files again. */
    private static JobRow unrestored(JobHistory history) {
        JobRow job = history.job();
        return new JobRow(
                job.id(),
                job.request(),
                job.datasetDigest(),
                job.queueing()
                        .map(queueing -> new JobRow.Queueing(
                                queueing.submission(),
                                1,
                                queueing.datasetKey(),
                                queueing.at(),
                                queueing.continues(),
                                queueing.priority(),
                                queueing.owner(),
                                1)),
                job.state(),
                job.startedAt(),
                job.waiting(),
                job.ending(),
                job.result(),
                new ResultFiles(
                        job.files().deletion(), Optional.empty(), job.files().pin()),
                job.labels(),
                new LogPosition(0, 0));
    }

    private static JobHistory after(JobHistory before, JobEvent... events) {
        return after(Optional.of(before), events);
    }

    private static JobHistory after(Optional<JobHistory> before, JobEvent... events) {
        Optional<JobHistory> history = before;
        for (JobEvent event : events) {
            history = JobProjection.apply(history, event, new LogPosition(0, 0));
        }
        return history.orElseThrow();
    }
}

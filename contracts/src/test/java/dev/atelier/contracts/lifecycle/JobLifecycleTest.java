package dev.atelier.contracts.lifecycle;

import static dev.atelier.contracts.lifecycle.Events.cancelled;
import static dev.atelier.contracts.lifecycle.Events.completed;
import static dev.atelier.contracts.lifecycle.Events.epoch;
import static dev.atelier.contracts.lifecycle.Events.failed;
import static dev.atelier.contracts.lifecycle.Events.paused;
import static dev.atelier.contracts.lifecycle.Events.queued;
import static dev.atelier.contracts.lifecycle.Events.released;
import static dev.atelier.contracts.lifecycle.Events.restoring;
import static dev.atelier.contracts.lifecycle.Events.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.JobEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobLifecycleTest {
    /** A job that has completed and was queued again to restore its files. */
    private static final JobEvent[] RESTORING = {queued(1), started(1, "a"), completed(1, "a"), restoring(2)};

    @Test
    void aJobGoesFromTheQueueToItsResult() {
        assertThat(fold(queued(1)).state()).isEqualTo(JobState.QUEUED);
        assertThat(fold(queued(1), started(1, "a")).state()).isEqualTo(JobState.RUNNING);
        assertThat(fold(queued(1), started(1, "a"), completed(1, "a")).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void theEndOfAnOlderRoundDoesNotEndTheRoundThatStands() {
        for (JobEvent stale :
                List.of(cancelled(1, null), cancelled(1, "a"), failed(1, null), failed(1, "a"), completed(1, "a"))) {
            assertChange(Change.NOTHING, stale, queued(1), started(1, "a"), cancelled(1, null), queued(2));
            assertChange(Change.NOTHING, stale, queued(1), started(1, "a"), queued(2), started(2, "b"));
        }
    }

    @Test
    void noEventOfAnOlderRoundStartsOrReleasesTheRoundThatStands() {
        for (JobEvent stale :
                List.of(queued(1), started(1, "z"), epoch(1, "a"), released(1, "a"), released(1, "unknown"))) {
            assertChange(Change.NOTHING, stale, queued(1), started(1, "a"), queued(2));
            assertChange(Change.NOTHING, stale, queued(1), started(1, "a"), queued(2), started(2, "b"));
        }
    }

    @Test
    void onlyTheRunThatStartedLastCounts() {
        JobEvent[] replaced = {queued(1), started(1, "a"), started(1, "b")};
        for (JobEvent late : List.of(epoch(1, "a"), released(1, "a"), completed(1, "a"), failed(1, "a"))) {
            assertChange(Change.NOTHING, late, replaced);
        }
        assertChange(Change.EPOCH, epoch(1, "b"), replaced);
        assertChange(Change.COMPLETED, completed(1, "b"), replaced);
    }

    @Test
    void aResultIsNotTakenBack() {
        JobEvent[] completed = {queued(1), started(1, "a"), completed(1, "a")};
        for (JobEvent late : List.of(
                started(1, "b"),
                failed(1, "b"),
                failed(1, null),
                cancelled(1, null),
                cancelled(1, "a"),
                released(1, "a"),
                queued(2))) {
            assertChange(Change.NOTHING, late, completed);
        }
        assertThat(fold(completed, started(1, "b"), failed(1, "b"))).isEqualTo(fold(completed));
    }

    @Test
    void aResultOfTheCurrentRunCountsThoughOthersThoughtThatTheJobHadEnded() {
        assertChange(Change.COMPLETED, completed(1, "a"), queued(1), started(1, "a"), cancelled(1, null));
        assertChange(
                Change.NOTHING, completed(1, "a"), queued(1), started(1, "a"), cancelled(1, "a"), cancelled(1, null));
    }

    @Test
    void aJobThatEndedWithoutAResultIsQueuedInANewRound() {
        assertChange(Change.QUEUED, queued(2), queued(1), cancelled(1, null));
        assertThat(fold(queued(1), cancelled(1, null), queued(2)).round()).isEqualTo(2);
        assertChange(Change.NOTHING, queued(1), queued(1), cancelled(1, null));
    }

    @Test
    void aReleasedJobWaitsForItsNextRun() {
        JobEvent[] released = {queued(1), started(1, "a"), released(1, "a")};
        assertThat(fold(released).state()).isEqualTo(JobState.QUEUED);
        assertChange(Change.NOTHING, started(1, "a"), released);
        assertChange(Change.NOTHING, released(1, "a"), released);
        assertChange(Change.STARTED, started(1, "b"), released);
    }

    @Test
    void aPausedJobContinuesInItsNextRound() {
        JobEvent[] paused = {queued(1), started(1, "a"), epoch(1, "a"), paused(1, "a")};
        assertThat(fold(paused).state()).isEqualTo(JobState.PAUSED);
        for (JobEvent late : List.of(
                paused(1, "a"), paused(1, null), started(1, "b"), epoch(1, "a"), released(1, "a"), released(1, "b"))) {
            assertChange(Change.NOTHING, late, paused);
        }
        assertChange(Change.QUEUED, queued(2), paused);
        assertThat(fold(paused, queued(2), started(2, "b"), completed(2, "b")).state())
                .isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aJobThatWaitsIsPausedWithoutARun() {
        JobEvent[] paused = {queued(1), paused(1, null)};
        assertThat(fold(paused).state()).isEqualTo(JobState.PAUSED);
        // A trainer had just taken it, and pauses it as well.
        assertChange(Change.NOTHING, started(1, "a"), paused);
        assertChange(Change.NOTHING, paused(1, "a"), queued(1), paused(1, null), started(1, "a"));
        assertChange(Change.NOTHING, paused(1, null), queued(1), started(1, "a"), queued(2), started(2, "b"));
    }

    @Test
    void aPausedJobEndsWhereItIsCancelledOrItsRunCompletesIt() {
        assertThat(fold(queued(1), paused(1, null), cancelled(1, null)).state()).isEqualTo(JobState.CANCELLED);
        assertThat(fold(queued(1), started(1, "a"), paused(1, null), completed(1, "a"))
                        .state())
                .isEqualTo(JobState.COMPLETED);
        assertThat(fold(queued(1), started(1, "a"), cancelled(1, null), paused(1, "a"))
                        .state())
                .isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aPausedRestorationIsStillOne() {
        JobLifecycle paused = fold(RESTORING, started(2, "b"), paused(2, "b"));
        assertThat(paused.isRestoring()).isTrue();
        assertThat(fold(RESTORING, started(2, "b"), paused(2, "b"), restoring(3), started(3, "c"), completed(3, "c"))
                        .state())
                .isEqualTo(JobState.COMPLETED);
        assertThat(paused.expected()).contains(Events.WEIGHTS);
    }

    @Test
    void aRunThatDidNotStartReportsWhyTheJobWaits() {
        assertChange(Change.EXPLAINED, released(1, "not-started"), queued(1));
        assertChange(Change.NOTHING, released(1, "not-started"), queued(1), started(1, "a"));
        assertChange(Change.NOTHING, released(1, "not-started"), queued(1), cancelled(1, null));
    }

    @Test
    void aJobThatCouldNotBeRestoredIsCompletedAsBefore() {
        for (JobEvent[] round : new JobEvent[][] {
            {started(2, "b"), failed(2, "b")},
            {started(2, "b"), cancelled(2, "b")},
            {started(2, "b"), completed(2, "b", Events.OTHER_WEIGHTS)},
            {failed(2, null)},
            {cancelled(2, null)}
        }) {
            JobLifecycle after = fold(RESTORING, round);
            assertThat(after.state()).isEqualTo(JobState.COMPLETED);
            assertThat(after.hasResult()).isTrue();
            assertThat(after.isRestoring()).isFalse();
        }
        assertChange(
                Change.MISMATCHED,
                completed(2, "b", Events.OTHER_WEIGHTS),
                Stream.concat(Stream.of(RESTORING), Stream.of(started(2, "b"))).toArray(JobEvent[]::new));
    }

    @Test
    void aJobIsRestoredByTheSameWeights() {
        assertThat(fold(RESTORING).isRestoring()).isTrue();
        assertThat(fold(RESTORING, started(2, "b"), completed(2, "b")).isRestoring())
                .isFalse();
    }

    @Test
    void eventsWithoutARoundBelongToTheLatestOne() {
        assertThat(fold(queued(1), started(0, "a"), failed(0, "a"), queued(2), started(0, "b"), completed(0, "b"))
                        .state())
                .isEqualTo(JobState.COMPLETED);
        assertChange(Change.EPOCH, epoch(0, "a"), queued(1), started(0, "a"), queued(2));
    }

    @Test
    void noEpochChangesTheStateSoThatWhoeverNeedsOnlyThatCanSkipThem() {
        for (JobEvent[] log : List.of(
                new JobEvent[] {queued(1), started(0, "a")},
                new JobEvent[] {queued(1), started(0, "a"), queued(2)},
                new JobEvent[] {queued(1), started(1, "a"), failed(1, null)})) {
            assertThat(fold(log).apply(epoch(0, "a")).after()).isEqualTo(fold(log));
        }
    }

    @Test
    void moreRunsThanAreKnownAtMostAreRefused() {
        JobLifecycle job = fold(queued(1));
        for (int run = 0; run < 3; run++) {
            job = job.apply(started(1, "run-" + run)).after();
        }
        Set<Long> most =
                LongStream.rangeClosed(1, JobLifecycle.MOST_RUNS - 1).boxed().collect(Collectors.toSet());
        JobLifecycle full =
                new JobLifecycle(job.state(), job.round(), job.run(), most, true, job.files(), job.expected());

        assertThatThrownBy(() -> full.apply(started(1, "one-more")))
                .hasMessage("the job has been started 10000 times; no more starts are kept");
    }

    private static void assertChange(Change expected, JobEvent event, JobEvent... before) {
        JobLifecycle.Step step = fold(before).apply(event);
        assertThat(step.change()).as("%s", event).isEqualTo(expected);
        if (expected == Change.NOTHING) {
            assertThat(step.after()).isEqualTo(fold(before));
        }
    }

    private static JobLifecycle fold(JobEvent[] first, JobEvent... next) {
        return fold(Stream.concat(Stream.of(first), Stream.of(next)).toArray(JobEvent[]::new));
    }

    private static JobLifecycle fold(JobEvent... events) {
        JobLifecycle job = JobLifecycle.UNKNOWN;
        for (JobEvent event : events) {
            job = job.apply(event).after();
        }
        return job;
    }
}

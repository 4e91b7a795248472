package dev.atelier.contracts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.RunEvent;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What holds for every log that the services can write, in whatever order their events arrive. */
class JobLifecyclePropertyTest {
    private static final List<String> RUNS = List.of("a", "b", "c");
    private static final int ROUNDS = 3;

    /** Whatever is written to the log of one job: any kind of event, of any round and run. */
    @Provide
    Arbitrary<List<JobEvent>> logs() {
        Arbitrary<Integer> round = Arbitraries.integers().between(1, ROUNDS);
        Arbitrary<String> run = Arbitraries.of(RUNS);
        Arbitrary<JobEvent> queued = round.map(Events::queued);
        Arbitrary<JobEvent> restoring = round.map(Events::restoring);
        // A run belongs to one round: its id is random.
        Arbitrary<JobEvent> ofRun = round.flatMap(of -> run.flatMap(name -> {
            String id = name + of;
            return Arbitraries.of(List.of(
                    Events.started(of, id),
                    Events.started(of, id),
                    Events.epoch(of, id),
                    Events.released(of, id),
                    Events.paused(of, id),
                    Events.paused(of, null),
                    Events.completed(of, id),
                    Events.completed(of, id, Events.OTHER_WEIGHTS),
                    Events.failed(of, id),
                    Events.cancelled(of, id),
                    Events.failed(of, null),
                    Events.cancelled(of, null),
                    Events.deleted(of)));
        }));
        return Arbitraries.frequencyOf(Tuple.of(2, queued), Tuple.of(1, restoring), Tuple.of(6, ofRun))
                .list()
                .ofMaxSize(30);
    }

    @Property
    void aResultIsNeverTakenBack(@ForAll("logs") List<JobEvent> log) {
        boolean hadResult = false;
        for (JobLifecycle each : states(log)) {
            assertThat(each.hasResult() || !hadResult).isTrue();
            hadResult = each.hasResult();
            if (hadResult) {
                assertThat(each.state()).isNotIn(JobState.FAILED, JobState.CANCELLED);
            }
        }
    }

    @Property
    void roundsOnlyGrowAndAnEndedJobIsOpenedByANewRoundAlone(@ForAll("logs") List<JobEvent> log) {
        JobLifecycle before = JobLifecycle.UNKNOWN;
        for (JobLifecycle after : states(log)) {
            assertThat(after.round()).isGreaterThanOrEqualTo(before.round());
            if (before.state().hasEnded() && !after.state().hasEnded()) {
                assertThat(after.round()).isGreaterThan(before.round());
            }
            before = after;
        }
    }

    @Property
    void aPausedJobRunsAgainInANewRoundAlone(@ForAll("logs") List<JobEvent> log) {
        JobLifecycle before = JobLifecycle.UNKNOWN;
        for (JobLifecycle after : states(log)) {
            boolean goesOn = after.state() == JobState.QUEUED || after.state() == JobState.RUNNING;
            if (before.state() == JobState.PAUSED && goesOn) {
                assertThat(after.round()).isGreaterThan(before.round());
            }
            before = after;
        }
    }

    @Property
    void anEventThatIsReadTwiceChangesNothingTheSecondTime(@ForAll("logs") List<JobEvent> log) {
        List<JobEvent> doubled = new ArrayList<>();
        log.forEach(event -> doubled.addAll(List.of(event, event)));
        assertThat(fold(doubled)).isEqualTo(fold(log));
    }

    @Property
    void eventsOfOlderRoundsChangeNothingWhereverTheyArrive(
            @ForAll("logs") List<JobEvent> log, @ForAll("logs") List<JobEvent> others) {
        JobLifecycle before = fold(log);
        List<JobEvent> older =
                others.stream().filter(event -> event.round() < before.round()).toList();
        assertThat(fold(before, older)).isEqualTo(before);
    }

    /** Where runs start once each, one after the other, as trainers do that hold the broker's lock in turn. */
    @Property
    void aReplayFromAnyOffsetGivesTheSameState(
            @ForAll("orderlyLogs") List<JobEvent> log, @ForAll @IntRange(max = 60) int from) {
        JobLifecycle once = fold(log);
        assertThat(fold(once, log.subList(Math.min(from, log.size()), log.size())))
                .isEqualTo(once);
    }

    /** Logs in which each round is queued once, in order, and each run starts once, before whatever else it says. */
    @Provide
    Arbitrary<List<JobEvent>> orderlyLogs() {
        return logs().map(drawn -> {
            List<JobEvent> orderly = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                orderly.add(round == ROUNDS ? Events.restoring(round) : Events.queued(round));
                List<String> started = new ArrayList<>();
                for (JobEvent event : drawn) {
                    if (event.round() == round && isSaidInOrder(event, started, orderly)) {
                        orderly.add(event);
                    }
                }
            }
            return orderly;
        });
    }

    private static boolean isSaidInOrder(JobEvent event, List<String> started, List<JobEvent> before) {
        return switch (event) {
            case JobQueued ignored -> false;
            case JobStarted start -> !started.contains(start.run()) && started.add(start.run());
            case RunEvent run -> started.contains(run.run());
            case JobFailed failed -> failed.run() == null || started.contains(failed.run());
            case JobPaused paused -> paused.run() == null || started.contains(paused.run());
            case JobCancelled cancelled -> cancelled.run() == null || started.contains(cancelled.run());
            // Whoever deletes files excludes whoever writes them.
            case ArtifactsDeleted deleted -> fold(before).apply(deleted).change() == Change.FILES_DELETED;
            default -> true;
        };
    }

    private static List<JobLifecycle> states(List<JobEvent> log) {
        List<JobLifecycle> states = new ArrayList<>();
        JobLifecycle job = JobLifecycle.UNKNOWN;
        for (JobEvent event : log) {
            job = job.apply(event).after();
            states.add(job);
        }
        return states;
    }

    private static JobLifecycle fold(List<JobEvent> log) {
        return fold(JobLifecycle.UNKNOWN, log);
    }

    private static JobLifecycle fold(JobLifecycle before, List<JobEvent> log) {
        JobLifecycle job = before;
        for (JobEvent event : log) {
            job = job.apply(event).after();
        }
        return job;
    }
}

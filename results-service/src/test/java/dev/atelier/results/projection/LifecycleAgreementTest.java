package dev.atelier.results.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.results.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tables say of every job what the state machine says that the ledger of the dataset service folds. */
class LifecycleAgreementTest {
    private static final String JOB = "job";
    private static final int LOGS = 2000;
    private static final int EVENTS = 25;

    private final Random random = new Random(7);

    @Test
    void rowsAndStateMachineAgreeAfterEveryEventOfAnyLog() {
        for (int log = 0; log < LOGS; log++) {
            List<JobEvent> events = new ArrayList<>(List.of(SampleEvents.queued(JOB, 1)));
            JobLifecycle machine = JobLifecycle.UNKNOWN.apply(events.getFirst()).after();
            Optional<JobHistory> rows = JobProjection.apply(Optional.empty(), events.getFirst(), new LogPosition(0, 0));
            for (int i = 1; i <= EVENTS; i++) {
                JobEvent event = event(machine.round());
                events.add(event);
                machine = machine.apply(event).after();
                rows = JobProjection.apply(rows, event, new LogPosition(0, i));

                JobLifecycle ofRows = rows.orElseThrow().lifecycle();
                assertThat(List.of(
                                ofRows.state(),
                                ofRows.round(),
                                ofRows.isGoing(),
                                ofRows.hasResult(),
                                ofRows.isRestoring(),
                                ofRows.isGoing() ? ofRows.run() : JobLifecycle.NO_RUN))
                        .as(
                                "%s",
                                events.stream()
                                        .map(each -> each.type() + " of " + each.round())
                                        .toList())
                        .isEqualTo(List.of(
                                machine.state(),
                                machine.round(),
                                machine.isGoing(),
                                machine.hasResult(),
                                machine.isRestoring(),
                                machine.isGoing() ? machine.run() : JobLifecycle.NO_RUN));
            }
        }
    }

    /** Any event of a round that has been queued, and of a run of that round; or the queueing of any of three rounds. */
    private JobEvent event(int latest) {
        int kind = random.nextInt(11);
        int round = 1 + random.nextInt(kind < 2 ? 3 : latest);
        String run = "ab".charAt(random.nextInt(2)) + "-" + round;
        return switch (kind) {
            case 0 -> SampleEvents.queued(JOB, round);
            case 1 -> SampleEvents.restoring(JOB, round);
            case 2, 3, 4 -> started(round, run);
            case 5 -> SampleEvents.epoch(JOB, run, 1 + random.nextInt(3)).publishedBy(round, run);
            case 6 ->
                new JobReleased(JOB, round, run, "mlp-trainer on a", "storage", "no space", SampleEvents.time(30));
            case 7 -> completed(round, run);
            case 8 -> new JobFailed(JOB, round, run, "diverged", "the loss is not finite", SampleEvents.time(95));
            case 9 -> new JobFailed(JOB, round, null, "invalid", "it cannot be trained", SampleEvents.time(95));
            default -> cancelled(round, random.nextBoolean() ? run : null);
        };
    }

    private static JobEvent started(int round, String run) {
        JobStarted start = SampleEvents.started(JOB, run);
        return new JobStarted(JOB, round, run, null, start.request(), start.environment(), start.time());
    }

    private JobEvent completed(int round, String run) {
        var completed =
                SampleEvents.completed(JOB, run, 0.9, random.nextInt(4) == 0 ? "f".repeat(64) : SampleEvents.WEIGHTS);
        return new JobCompleted(
                JOB,
                round,
                run,
                completed.epochs(),
                completed.bestEpoch(),
                completed.testedEpoch(),
                completed.test(),
                completed.model(),
                completed.artifacts(),
                completed.seconds(),
                completed.time());
    }

    private static JobEvent cancelled(int round, String run) {
        return new JobCancelled(JOB, round, run, "no longer wanted", SampleEvents.time(96));
    }
}

package dev.atelier.results.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.results.SampleEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What the tables have of the files of results, whatever is delivered again. */
class DeletionsAndPinsTest {
    private static final String JOB = "job";
    private static final int ROUNDS = 3;

    /** A log, and the same with records that were delivered again. */
    record Delivered(List<JobEvent> once, List<JobEvent> again) {}

    /**
     * What services write of the files of one job: each round queues it, completes it and deletes its files, with pins in
     * between; and then any of it again, wherever it comes later.
     */
    @Provide
    Arbitrary<Delivered> logs() {
        Arbitrary<Integer> written = Arbitraries.integers().between(1, 6 * ROUNDS);
        Arbitrary<List<Integer>> places =
                Arbitraries.integers().between(0, 1000).list().ofMaxSize(20);
        return Combinators.combine(Arbitraries.of(true, false), written, places).as((isLegacy, length, again) -> {
            List<JobEvent> once = life(isLegacy).subList(0, length);
            return new Delivered(once, repeated(once, again));
        });
    }

    @Property(tries = 200)
    void recordsThatAreDeliveredAgainChangeNothing(@ForAll("logs") Delivered log) {
        assertThat(folded(log.again())).isEqualTo(folded(log.once()));
    }

    @Property(tries = 200)
    void aReplayFromAnyOffsetChangesNothing(@ForAll("logs") Delivered log, @ForAll @IntRange(max = 18) int from) {
        List<JobEvent> replayed = new ArrayList<>(log.once());
        replayed.addAll(
                log.once().subList(Math.min(from, log.once().size()), log.once().size()));
        assertThat(folded(replayed)).isEqualTo(folded(log.once()));
    }

    /** Records that stand in the log already, written again behind themselves. */
    private static List<JobEvent> repeated(List<JobEvent> once, List<Integer> places) {
        List<JobEvent> all = new ArrayList<>(once);
        for (int place : places) {
            int of = place % all.size();
            all.add(of + 1 + place / all.size() % (all.size() - of), all.get(of));
        }
        return all;
    }

    private static List<JobEvent> life(boolean isLegacy) {
        List<JobEvent> events = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            int second = 100 * round;
            String run = "run-" + round;
            JobQueued queued = round == 1 ? SampleEvents.queued(JOB, round) : SampleEvents.restoring(JOB, round);
            JobStarted started = SampleEvents.started(JOB, run);
            JobCompleted completed = SampleEvents.completed(JOB, run, 0.9);
            Instant written = SampleEvents.time(second + 2);
            events.addAll(List.of(
                    queued,
                    new JobStarted(
                            JOB, round, run, null, started.request(), started.environment(), SampleEvents.time(second)),
                    SampleEvents.pinned(JOB, true, second + 1),
                    new JobCompleted(
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
                            written),
                    SampleEvents.pinned(JOB, false, second + 3),
                    new ArtifactsDeleted(JOB, isLegacy ? 0 : round, "old", 1, written, SampleEvents.time(second + 4))));
        }
        return events;
    }

    private static JobHistory folded(List<JobEvent> log) {
        return FoldedJobs.folded(log, Collections.nCopies(log.size(), 0));
    }
}

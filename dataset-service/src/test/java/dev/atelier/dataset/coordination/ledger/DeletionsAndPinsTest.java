package dev.atelier.dataset.coordination.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the ledger knows of the files of results, whatever is delivered again. */
class DeletionsAndPinsTest {
    private static final String JOB = "0".repeat(20);
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

    @Test
    void whatIsSaidOfAJobBeforeItsRequestIsIgnored() {
        Ledger ledger = new Ledger();
        ledger.apply(new JobFailed(JOB, 1, null, "invalid", "it cannot be trained", Examples.NOON), Examples.START, 0);
        ledger.apply(new ArtifactsPinned(JOB, true, "", Examples.NOON), Examples.START, 0);

        assertThat(ledger.job(JOB)).isEmpty();
        assertThat(ledger.duePins(Examples.NOON)).isEmpty();
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
            Instant start = Examples.NOON.plusSeconds(100L * round);
            int named = isLegacy ? 0 : round;
            String run = "run-" + round;
            JobStarted started = Examples.started(JOB, run);
            JobCompleted completed = Examples.completed(JOB, run);
            events.addAll(List.of(
                    round == 1 ? Examples.queued(JOB, round, start) : Examples.restoring(JOB, round, start),
                    new JobStarted(JOB, round, run, null, started.request(), started.environment(), start),
                    new ArtifactsPinned(JOB, true, "", start.plusSeconds(1)),
                    new JobCompleted(
                            JOB,
                            round,
                            run,
                            1,
                            1,
                            1,
                            completed.test(),
                            completed.model(),
                            List.of(),
                            1,
                            start.plusSeconds(2)),
                    new ArtifactsPinned(JOB, false, "", start.plusSeconds(3)),
                    new ArtifactsDeleted(JOB, named, "old", 1, start.plusSeconds(2), start.plusSeconds(4))));
        }
        return events;
    }

    private record Known(boolean hasLostFiles, boolean hasCompleted, int round, List<?> duePins) {}

    private static Known folded(List<JobEvent> log) {
        Ledger ledger = new Ledger();
        log.forEach(event -> ledger.apply(event, Examples.START, 0));
        Optional<LedgerJob> job = ledger.job(JOB);
        return new Known(
                job.filter(LedgerJob::hasLostFiles).isPresent(),
                job.flatMap(LedgerJob::completion).isPresent(),
                job.map(LedgerJob::round).orElse(0),
                ledger.duePins(Examples.NOON.plusSeconds(10_000)));
    }
}

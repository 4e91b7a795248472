package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.ledger.Owners.Claim;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job and its owners in the JSON form of a snapshot.
 *
 * @param job null where only owners are known
 */
record JobEntry(@Nullable State job, Map<String, Claim> owners) {

    /** A {@link LedgerJob} without its id. */
    record State(
            JobState state,
            int round,
            long run,
            Set<Long> earlier,
            boolean going,
            boolean result,
            @Nullable String expected,
            @Nullable JobQueued queued,
            @Nullable LogPlace queuedAt,
            @Nullable Completion completion) {
        static State of(LedgerJob job) {
            JobLifecycle lifecycle = job.lifecycle();
            return new State(
                    lifecycle.state(),
                    lifecycle.round(),
                    lifecycle.run(),
                    lifecycle.earlier(),
                    lifecycle.isGoing(),
                    lifecycle.hasResult(),
                    lifecycle.expected().orElse(null),
                    job.queueing().map(Queueing::event).orElse(null),
                    job.queueing().map(Queueing::place).orElse(null),
                    job.completion().orElse(null));
        }

        LedgerJob job(String id) {
            return new LedgerJob(
                    id,
                    new JobLifecycle(
                            state, round, run, Set.copyOf(earlier), going, result, Optional.ofNullable(expected)),
                    queued == null || queuedAt == null ? Optional.empty() : Optional.of(new Queueing(queued, queuedAt)),
                    Optional.ofNullable(completion));
        }
    }
}

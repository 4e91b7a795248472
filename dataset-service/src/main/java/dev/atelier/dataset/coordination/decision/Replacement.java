package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written for a job that is queued in a new round. Where its latest round is still to be cancelled, that round is
 * cancelled first, and the request is tied to it, so that it cannot reach the new one.
 *
 * @param queued the new round
 * @param cancelled the end of the round before
 * @param control the request that the round before ends with, for its trainer
 */
record Replacement(JobQueued queued, Optional<JobCancelled> cancelled, Optional<JobControl> control) {
    static Replacement of(
            JobQueued queued, Optional<LedgerJob> before, Optional<JobControl> cancellation, Instant now) {
        Optional<JobControl> ofRound = before.flatMap(job -> cancellation.map(control -> control.ofRound(job.round())));
        return new Replacement(
                queued,
                ofRound.map(control -> new JobCancelled(queued.job(), control.round(), null, control.reason(), now)),
                ofRound);
    }

    static List<JobQueued> queued(Collection<Replacement> all) {
        return all.stream().map(Replacement::queued).toList();
    }

    static List<JobCancelled> cancelled(Collection<Replacement> all) {
        return all.stream().flatMap(each -> each.cancelled().stream()).toList();
    }

    /** The controls of jobs, by job. */
    static Map<String, Optional<JobControl>> controls(Collection<Replacement> all) {
        Map<String, Optional<JobControl>> controls = new LinkedHashMap<>();
        all.forEach(each ->
                each.control().ifPresent(control -> controls.put(each.queued().job(), Optional.of(control))));
        return controls;
    }
}

package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobQueued;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which open jobs are to be cancelled. A job is cancelled where the job itself is, and where each owner has withdrawn:
 * cancelling a study withdraws that study alone, and its jobs continue for their other owners.
 */
final class Cancellations {
    private final Map<String, JobControl> controls;
    private final Map<String, Set<String>> studies;
    private final Owners owners;

    Cancellations(Map<String, JobControl> controls, Map<String, Set<String>> studies, Owners owners) {
        this.controls = controls;
        this.studies = studies;
        this.owners = owners;
    }

    /** The request that cancels a job as it was queued last; nothing where it goes on. */
    Optional<JobControl> of(JobQueued queued) {
        Optional<JobControl> ofJob =
                cancellation(queued.job()).filter(control -> control.concerns(queued.round(), queued.time()));
        return ofJob.isPresent() ? ofJob : ofOwners(queued);
    }

    private Optional<JobControl> ofOwners(JobQueued queued) {
        List<String> cancelled = controls.keySet().stream()
                .filter(id -> studies.getOrDefault(id, Set.of()).contains(queued.job()))
                .toList();
        if (cancelled.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Owners.Claim> known = owners.of(queued.job());
        boolean goesOn = known.entrySet().stream()
                .anyMatch(owner ->
                        withdrawal(owner.getKey(), owner.getValue().time()).isEmpty());
        return goesOn
                ? Optional.empty()
                : cancelled.stream()
                        .map(id -> withdrawal(
                                id, known.containsKey(id) ? known.get(id).time() : queued.time()))
                        .flatMap(Optional::stream)
                        .max(Comparator.comparing(JobControl::time));
    }

    /** That an owner no longer wants what it requested at a time. */
    private Optional<JobControl> withdrawal(String owner, Instant claimedAt) {
        return cancellation(owner).filter(control -> control.time().isAfter(claimedAt));
    }

    private Optional<JobControl> cancellation(String id) {
        return Optional.ofNullable(controls.get(id))
                .filter(control -> control.action().equals(JobControl.CANCEL));
    }
}

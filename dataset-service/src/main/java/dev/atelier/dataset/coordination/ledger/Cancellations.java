package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobQueued;
import java.util.HashMap;
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
        Map<String, JobControl> withdrawals = new HashMap<>();
        for (String id : controls.keySet()) {
            if (studies.getOrDefault(id, Set.of()).contains(queued.job())) {
                cancellation(id).ifPresent(control -> withdrawals.put(id, control));
            }
        }
        return owners.of(queued.job()).cancellation(withdrawals, queued.time());
    }

    private Optional<JobControl> cancellation(String id) {
        return Optional.ofNullable(controls.get(id))
                .filter(control -> control.action().equals(JobControl.CANCEL));
    }
}

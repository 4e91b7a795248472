package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import java.util.Optional;

/** What is known of jobs, and of requests about them, when something is decided about them. */
public interface KnownJobs {
    Optional<LedgerJob> job(String id);

    /** The request that cancels a job; nothing where it has ended or goes on. */
    default Optional<JobControl> cancellation(LedgerJob job) {
        return Optional.empty();
    }

    /** The control under exactly this id, of a job or a study. */
    default Optional<JobControl> control(String id) {
        return Optional.empty();
    }
}

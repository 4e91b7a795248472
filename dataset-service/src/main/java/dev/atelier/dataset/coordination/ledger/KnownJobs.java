package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.search.study.RecordedSearch;
import java.util.Optional;

/** What is known of jobs, and of requests about them, when something is decided about them. */
public interface KnownJobs {
    Optional<LedgerJob> job(String id);

    /** The request that cancels a job; nothing where it has ended or continues. */
    default Optional<JobControl> cancellation(LedgerJob job) {
        return Optional.empty();
    }

    /** The request that pauses a job; nothing where it has ended or continues. */
    default Optional<JobControl> pause(LedgerJob job) {
        return Optional.empty();
    }

    /** The search of a study; nothing where the study has none. */
    default Optional<RecordedSearch> search(String study) {
        return Optional.empty();
    }

    /** The controls under exactly this id, of a job or a study. */
    default StandingControls controls(String id) {
        return StandingControls.NONE;
    }
}

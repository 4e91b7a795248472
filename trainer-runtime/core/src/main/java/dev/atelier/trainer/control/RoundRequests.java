package dev.atelier.trainer.control;

import dev.atelier.contracts.control.JobControl;
import java.util.Optional;

/** What is requested of one round of a job, at any time. */
@FunctionalInterface
public interface RoundRequests {
    /** Nothing is. */
    RoundRequests NONE = Optional::empty;

    /** That the job be cancelled. */
    Optional<JobControl> cancellation();

    /** That the round end, and the job continue in another. */
    default Optional<JobControl> pause() {
        return Optional.empty();
    }
}

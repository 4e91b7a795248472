package dev.atelier.contracts.control;

import java.util.Optional;

/**
 * The controls of a job or a study that stand, folded from the records of its key: a pause does not take a cancellation
 * back.
 *
 * @param cancellation the latest request to cancel
 * @param pausing the latest request to pause, to resume or to preempt
 */
public record StandingControls(Optional<JobControl> cancellation, Optional<JobControl> pausing) {
    public static final StandingControls NONE = new StandingControls(Optional.empty(), Optional.empty());

    /** The controls after one more record; an action that is not known changes nothing. */
    public StandingControls after(JobControl control) {
        return switch (control.action()) {
            case JobControl.CANCEL -> new StandingControls(Optional.of(control), pausing);
            case JobControl.PAUSE, JobControl.RESUME, JobControl.PREEMPT ->
                new StandingControls(cancellation, Optional.of(control));
            default -> this;
        };
    }
}

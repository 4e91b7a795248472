package dev.atelier.contracts.event;

/**
 * Something that a run of a job did. A run is one start of the job by one worker; the run of the latest
 * {@link JobStarted} is the current one, and what other runs still publish is ignored.
 */
public sealed interface RunEvent extends JobEvent permits JobStarted, EpochCompleted, JobReleased, JobCompleted {
    /** Random id of the run. */
    String run();
}

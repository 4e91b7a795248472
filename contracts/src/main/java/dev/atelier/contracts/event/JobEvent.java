package dev.atelier.contracts.event;

/** Something that happened to a job. */
public sealed interface JobEvent extends Event
        permits JobQueued, JobCancelled, RunEvent, JobFailed, ArtifactsDeleted, ArtifactsPinned {
    /** Id of the job. */
    String job();

    @Override
    default String key() {
        return job();
    }
}

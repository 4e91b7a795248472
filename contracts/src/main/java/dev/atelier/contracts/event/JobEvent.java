package dev.atelier.contracts.event;

/** Something that happened to a job. */
public sealed interface JobEvent extends Event
        permits JobQueued,
                JobTaken,
                JobPaused,
                JobCancelled,
                RunEvent,
                JobFailed,
                ArtifactsDeleted,
                ArtifactsPinned,
                JobEdited {
    /** Id of the job. */
    String job();

    /**
     * The round of the job that the event belongs to, from 1; 0 where it belongs to none, or was written before events
     * named their round.
     */
    default int round() {
        return 0;
    }

    @Override
    default String key() {
        return job();
    }
}

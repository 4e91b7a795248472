package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * Something that happened. Events are the record of Atelier: whatever a database holds follows from them alone, so every
 * time stands in its event. They evolve by addition: readers ignore members and types that they do not know,
 * and no member ever changes its meaning.
 */
public sealed interface Event
        permits SubmissionAccepted,
                SubmissionRejected,
                DatasetPublished,
                RecordSetAside,
                TrainerSuspended,
                TrainerResumed,
                StudyEdited,
                SearchEvent,
                JobEvent {

    /** Follows from the content of the event, so that a duplicate is recognised anywhere. */
    String id();

    /** Key of the record: events of one key are read in the order in which they were written. */
    String key();

    /** When it happened, by the clock of the service that publishes it. */
    Instant time();

    /** The CloudEvents type, such as {@code EpochCompleted}. */
    default String type() {
        return getClass().getSimpleName();
    }
}

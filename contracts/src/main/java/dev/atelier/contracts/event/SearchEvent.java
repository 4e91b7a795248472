package dev.atelier.contracts.event;

/**
 * An entry of a search's record: its beginning, what it observed, and what it decided. They are all under the key of the
 * study, in the order in which they were decided, so each decision follows from the entries before it.
 */
public sealed interface SearchEvent extends Event
        permits SearchStarted,
                TrialStarted,
                TrialObserved,
                TrialPromoted,
                SearchEnded,
                SearchCancelled,
                SearchTimeSpent {
    /** Id of the study that searches. */
    String study();

    @Override
    default String key() {
        return study();
    }
}

package dev.atelier.results.ingest.joblog;

/** Observes what is committed of jobs' logs, on their own thread: it must be quick and must not fail. */
public interface JobLogObserver {
    /** There are more lines, or fewer. */
    default void onLinesChanged() {}

    /** Records that are no lines were set aside for the first time. */
    default void onSetAside(int records) {}
}

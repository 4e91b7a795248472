package dev.atelier.results.ingest;

import dev.atelier.results.ingest.batch.Projected;

/** Observes what has been committed, on the projection's own thread: it must be quick and must not fail. */
public interface ProjectionObserver {

    /** The tables are those of this version. */
    default void onMigrated() {}

    /** A batch stands in the database. */
    void onProjected(Projected batch);

    /** The whole projection was rebuilt. */
    void onRebuilt();

    /** Another service wrote to the database what this one was about to write. */
    default void onOvertaken() {}
}

package dev.atelier.trainer.training;

import dev.atelier.contracts.event.EpochCompleted;

/** Hears what happens in runs, to measure it. Called from a run's threads; must not block. */
public interface RunObserver {
    /** Hears nothing. */
    RunObserver NONE = new RunObserver() {};

    /** A training step was taken. */
    default void step(long nanos) {}

    /** An epoch was completed here and is in the log. */
    default void epoch(EpochCompleted epoch) {}

    /** A job has its result. */
    default void completed() {}

    /** A job failed for good. */
    default void failed(FailureKind kind) {}

    /** A record was set aside: it is no job. */
    default void setAside() {}

    /** A job was cancelled. */
    default void cancelled() {}

    /** A run ended before its job did. */
    default void interrupted() {}
}

package dev.atelier.trainer.training;

import dev.atelier.contracts.event.EpochCompleted;

/** Is notified of what happens in runs, to measure it. Called from a run's threads; must not block. */
public interface RunObserver {
    /** Ignores every notification. */
    RunObserver NONE = new RunObserver() {};

    /** A training step was taken. */
    default void onStep(long nanos) {}

    /** An epoch was completed here and is in the log. */
    default void onEpoch(EpochCompleted epoch) {}

    /** A job has its result. */
    default void onCompleted() {}

    /** A job failed for good. */
    default void onFailed(FailureKind kind) {}

    /** A record was set aside: it is no job. */
    default void onSetAside() {}

    /** A job was cancelled. */
    default void onCancelled() {}

    /** A round of a job ended, and the job continues in another. */
    default void onPaused() {}

    /** A run ended before its job did. */
    default void onInterrupted() {}
}

package dev.atelier.results.projection;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;

/** What events of jobs cannot hold, whoever published them. */
final class JobEventCheck {
    private JobEventCheck() {}

    /** @throws IllegalArgumentException if a number is less than it can be; the message names its field */
    static void check(JobEvent event) {
        least("round", event.round(), event instanceof JobQueued ? 1 : 0);
        switch (event) {
            case JobStarted started -> {
                if (started.resumedFrom() instanceof JobStarted.Checkpoint checkpoint) {
                    least("resumedFrom.epoch", checkpoint.epoch(), 0);
                }
            }
            case EpochCompleted epoch -> {
                least("epoch", epoch.epoch(), 1);
                least("epochs", epoch.epochs(), 1);
            }
            case ArtifactsDeleted deleted -> least("bytes", deleted.bytes(), 0);
            default -> {}
        }
    }

    private static void least(String field, long value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " is " + value + "; expected at least " + least);
        }
    }
}

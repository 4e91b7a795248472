package dev.atelier.trainer.training;

import java.util.Locale;

/** Why jobs fail for good, in one word for meters. */
public enum FailureKind {
    /** The record in the queue is not a job of this trainer's family. */
    UNREADABLE,
    /** The job requests what this trainer does not have. */
    INVALID,
    /** Its dataset was not published in time, or is not what the job was resolved with. */
    DATASET,
    /** Training diverged: a loss or a weight is not finite. */
    DIVERGED,
    /** It was started repeatedly and never completed an epoch. */
    REPEATED,
    /** It was trained again to restore its files, with other weights as the result. */
    IRREPRODUCIBLE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

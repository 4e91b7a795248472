package dev.atelier.dataset.coordination.ledger;

import java.util.Optional;

/**
 * Names a part of the ledger that follows from the events and the queues.
 *
 * @param id of a job or a study, a partition of the events, or the place of a partition
 */
public record SnapshotKey(Kind kind, String id) {

    /** What a part is about. */
    public enum Kind {
        /** A job with those who requested it. */
        JOB,
        /** Where the record of a job lies in its queue. */
        QUEUE_RECORD,
        /** The jobs of a study. */
        STUDY,
        /** The submissions that were answered last in a partition. */
        ANSWERED,
        /** The events of a search. */
        SEARCH,
        /** Whether the events name a job as pinned. */
        PINNED,
        /** The trainer time that an owner used lately. */
        USAGE,
        /** How far the records of a partition have been reported that are to be. */
        REPORTED
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        return kind + "/" + id;
    }

    /** The key of a text; nothing where a version that is not this one wrote it. */
    public static Optional<SnapshotKey> parse(String text) {
        int slash = text.indexOf('/');
        for (Kind kind : Kind.values()) {
            if (slash > 0 && text.substring(0, slash).equals(kind.name())) {
                return Optional.of(new SnapshotKey(kind, text.substring(slash + 1)));
            }
        }
        return Optional.empty();
    }
}

package dev.atelier.trainer.checkpoint;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which run a job's checkpoints belong to, and how its starts have fared so far.
 *
 * @param run the run that may write; any other one has been replaced
 * @param epoch the last epoch that was held when the run started; 0 for none
 * @param fruitlessStarts starts in a row, this one included, since an epoch was last completed
 * @param lastError why the latest start that failed did so; null where none is known
 * @param time when the run started
 * @param queuedAt the latest time at which the job was queued of those that a run has started for; null in claims from
 *     before this was kept
 * @param endedAt when the job ended and its end was in the log; null while it has not
 * @param record the record that the run was started for; null in claims from before this was kept
 */
public record Claim(
        String run,
        int epoch,
        int fruitlessStarts,
        @Nullable String lastError,
        Instant time,
        @Nullable Instant queuedAt,
        @Nullable Instant endedAt,
        @Nullable QueuePlace record) {
    public Claim {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(time, "time");
    }

    /** The claim of the first run of a job. */
    static Claim first(String run, int heldEpoch, QueuePlace place, Instant now) {
        return new Claim(run, heldEpoch, 1, null, now, place.queuedAt(), null, place);
    }

    /** The claim of the next run of a job, for the record at a place, which finds checkpoints up to {@code heldEpoch}. */
    Claim next(String nextRun, int heldEpoch, QueuePlace place, Instant now) {
        boolean queuedAgain = place.isOfLaterRoundThan(place());
        Instant latest = queuedAt == null || queuedAgain ? place.queuedAt() : queuedAt;
        return heldEpoch > epoch || queuedAgain
                ? new Claim(nextRun, heldEpoch, 1, null, now, latest, queuedAgain ? null : endedAt, place)
                : new Claim(nextRun, heldEpoch, fruitlessStarts + 1, lastError, now, latest, endedAt, place);
    }

    /** The record that the job was claimed for. */
    QueuePlace place() {
        Instant latest = queuedAt == null ? time : queuedAt;
        return record == null
                ? QueuePlace.ofTime(latest)
                : new QueuePlace(record.log(), record.round(), record.offset(), latest);
    }

    /** The same with the last epoch that turned out to be whole. */
    Claim holding(int heldEpoch) {
        return new Claim(run, heldEpoch, fruitlessStarts, lastError, time, queuedAt, endedAt, record);
    }

    /** The same with the start not counted: nothing that is the job's ends it. */
    Claim discounted() {
        return new Claim(run, epoch, fruitlessStarts - 1, lastError, time, queuedAt, endedAt, record);
    }

    /** The same with the start counted again. */
    Claim counted() {
        return new Claim(run, epoch, fruitlessStarts + 1, lastError, time, queuedAt, endedAt, record);
    }

    Claim failed(String error) {
        return new Claim(run, epoch, fruitlessStarts, error, time, queuedAt, endedAt, record);
    }

    /** The claim of a job whose end is in the log. */
    Claim ended(Instant now) {
        return new Claim(run, epoch, fruitlessStarts, lastError, time, queuedAt, now, record);
    }

    /** Whether the job has ended since it was last queued: a worker that gets its record has nothing left to do. */
    public boolean hasEnded() {
        return endedAt != null;
    }
}

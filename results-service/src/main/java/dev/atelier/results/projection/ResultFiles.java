package dev.atelier.results.projection;

import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.lifecycle.PinState;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of the files of a job's result.
 *
 * @param deletion when and why they were deleted
 * @param restoration the state of the latest attempt to restore them; the state of the job and all else is what it was
 * @param pin whether they are kept whatever their age, and since when; it outlives results
 */
public record ResultFiles(Optional<Deletion> deletion, Optional<Restoration> restoration, Optional<Pin> pin) {

    /** Of a job of which nothing is known. */
    static ResultFiles none() {
        return new ResultFiles(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The files of a job that has lost its result, or has a new one: only the pin stays. */
    ResultFiles beforeResult() {
        return new ResultFiles(Optional.empty(), Optional.empty(), pin);
    }

    ResultFiles deleted(Deletion deleted) {
        return new ResultFiles(Optional.of(deleted), Optional.empty(), pin);
    }

    /** Whether the job has completed, and waits or runs again to restore them. */
    boolean isRestoring() {
        return restoration.filter(Restoration::isOpen).isPresent();
    }

    /** The files whose restoration has come further, or has ended without them. */
    ResultFiles restoring(Restoration next) {
        return new ResultFiles(deletion, Optional.of(next), pin);
    }

    /** The files after a restoration that wrote them again. */
    ResultFiles restored(Restoration completed) {
        return new ResultFiles(Optional.empty(), Optional.of(completed), pin);
    }

    /** The files kept, or no longer. */
    ResultFiles pinned(Pin by) {
        return new ResultFiles(deletion, restoration, Optional.of(by));
    }

    /**
     * The files of a result were deleted to make room.
     *
     * @param reason a sentence
     */
    public record Deletion(String reason, long bytes, Instant at) {}

    /**
     * A completed job is trained again to restore the files of its result.
     *
     * @param submission the submission that requested it
     * @param state how the training stands, or ended
     * @param epoch the latest epoch that was trained again; 0 before the first
     * @param reason why it ended without the files, as a sentence
     * @param at when it reached this state
     */
    public record Restoration(String submission, JobState state, int epoch, Optional<String> reason, Instant at) {
        boolean isOpen() {
            return !state.hasEnded();
        }

        Restoration trained(int latest) {
            return new Restoration(submission, state, latest, reason, at);
        }

        Restoration in(JobState next, Instant time) {
            return new Restoration(submission, next, next == JobState.COMPLETED ? epoch : 0, Optional.empty(), time);
        }

        Restoration ended(JobState how, String why, Instant time) {
            return new Restoration(submission, how, epoch, Optional.of(why), time);
        }
    }

    /**
     * Whether the files of a result are kept whatever their age.
     *
     * @param reason why they are, a text that may be empty; nothing where they no longer are
     * @param since time of the event
     */
    public record Pin(Optional<String> reason, Instant since) {
        static Pin of(ArtifactsPinned event) {
            return new Pin(
                    event.pinned() ? Optional.of(event.reason()) : Optional.empty(), StoredTime.of(event.time()));
        }

        PinState toState() {
            return new PinState(isKept(), since);
        }

        /** Whether the files are kept. */
        public boolean isKept() {
            return reason.isPresent();
        }
    }
}

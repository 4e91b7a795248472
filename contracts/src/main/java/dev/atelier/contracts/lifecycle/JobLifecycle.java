package dev.atelier.contracts.lifecycle;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobTaken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands, folded from its events in the order of the log. The state machine is pure and small: the ledger of the
 * dataset service and the tables of the results service fold the same one, so that they never disagree.
 *
 * <p>A <em>round</em> begins each time the job is queued. Events of an older round than the latest change nothing. A
 * <em>run</em> is one start in a round; the run that started last is the current one, and events of other runs change
 * nothing. A round ends once: PAUSED, after which the job continues in another round, or COMPLETED, FAILED or CANCELLED, with
 * which the job ends. A result is never taken back: a job that has one can be
 * queued again only to restore the files of the result, and is completed again whatever the outcome of that round.
 *
 * <p>Events that were written before they named their round have round 0, and belong to the latest one.
 *
 * @param state of the latest round
 * @param round the latest round, from 1; 0 where the events do not have it
 * @param run the run that started last, by its {@link #fingerprint}; {@link #NO_RUN} before any did
 * @param earlier fingerprints of the runs that started before that one
 * @param isGoing whether that run has neither ended nor given the job back
 * @param files those of the result; empty unless the job has completed in some round
 * @param expected SHA-256 that the weights must have, in a round that restores the files of a result
 */
public record JobLifecycle(
        JobState state,
        int round,
        long run,
        Set<Long> earlier,
        boolean isGoing,
        Optional<WrittenFiles> files,
        Optional<String> expected) {
    /** No run has started. */
    public static final long NO_RUN = 0;

    /** How many runs of a job are known at most; more are refused. */
    public static final int MOST_RUNS = 10_000;

    /** How many rounds a job has at most. */
    public static final int MOST_ROUNDS = 1_000_000_000;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** A job of which nothing is known but its id. */
    public static final JobLifecycle UNKNOWN =
            new JobLifecycle(JobState.QUEUED, 0, NO_RUN, Set.of(), false, Optional.empty(), Optional.empty());

    /**
     * The files of a job's result.
     *
     * @param areDeleted whether they were deleted since they were written
     * @param since when the latest round ended that wrote them, or was to; in microseconds, as readers store it
     */
    public record WrittenFiles(boolean areDeleted, Instant since) {
        public WrittenFiles {
            since = since.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** How a job stands after an event, and what the event changed. */
    public record Step(JobLifecycle after, Change change) {}

    /** 64 bits that follow from the id of a run, its FNV-1a hash; never {@link #NO_RUN}. */
    public static long fingerprint(String run) {
        long bits = FNV_OFFSET;
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            bits = (bits ^ (c & 0xFF)) * FNV_PRIME;
            bits = (bits ^ (c >>> Byte.SIZE)) * FNV_PRIME;
        }
        return bits == NO_RUN ? 1 : bits;
    }

    /** Whether the job has completed in some round. */
    public boolean hasResult() {
        return files.isPresent();
    }

    /** Whether the job has completed and waits or runs again, to restore the files of its result. */
    public boolean isRestoring() {
        return hasResult() && !state.hasEnded();
    }

    /** Whether a run is the current one, and has neither ended nor given the job back. */
    public boolean isCurrent(String runId) {
        return isGoing && run == fingerprint(runId);
    }

    /** Whether a job is known by this event if it was not before: an event that comes before the request is ignored. */
    public static boolean begins(JobEvent event) {
        return event instanceof JobQueued || event instanceof JobStarted;
    }

    /**
     * The step that an event is.
     *
     * @throws IllegalArgumentException if the event starts more runs than are known at most
     */
    public Step apply(JobEvent event) {
        if (isOfOlderRound(event)) {
            return nothing();
        }
        return switch (event) {
            case JobQueued queued -> queued(queued);
            case JobStarted started -> started(started);
            case EpochCompleted epoch -> epoch(epoch);
            case JobReleased released -> released(released);
            case JobPaused paused -> paused(paused);
            case JobCompleted completed -> completed(completed);
            case JobFailed failed -> ended(failed, failed.run(), JobState.FAILED, Change.FAILED);
            case JobCancelled cancelled -> ended(cancelled, cancelled.run(), JobState.CANCELLED, Change.CANCELLED);
            case ArtifactsDeleted deleted -> deleted(deleted);
            case JobTaken ignored -> nothing();
            case ArtifactsPinned ignored -> nothing();
            case JobEdited ignored -> nothing();
        };
    }

    private boolean isOfOlderRound(JobEvent event) {
        return event.round() != 0 && event.round() < round;
    }

    private Step nothing() {
        return new Step(this, Change.NOTHING);
    }

    private Step queued(JobQueued event) {
        @Nullable String restores = event.restores();
        boolean isKnown = event.round() <= round;
        if (isKnown || hasResult() && restores == null) {
            return nothing();
        }
        return new Step(
                new JobLifecycle(
                        JobState.QUEUED,
                        event.round(),
                        run,
                        earlier,
                        isGoing,
                        files,
                        hasResult() ? Optional.ofNullable(restores) : Optional.empty()),
                Change.QUEUED);
    }

    private Step started(JobStarted event) {
        if (state.hasEnded() || state == JobState.PAUSED || hasStarted(event.run())) {
            return nothing();
        }
        return new Step(
                new JobLifecycle(JobState.RUNNING, round, fingerprint(event.run()), runs(), true, files, expected),
                Change.STARTED);
    }

    private boolean hasStarted(String runId) {
        long other = fingerprint(runId);
        return run == other || earlier.contains(other);
    }

    private Set<Long> runs() {
        if (run == NO_RUN) {
            return Set.of();
        }
        if (earlier.size() >= MOST_RUNS - 1) {
            throw new IllegalArgumentException(
                    "the job has been started " + MOST_RUNS + " times; no more starts are kept");
        }
        Set<Long> all = new HashSet<>(earlier);
        all.add(run);
        return Set.copyOf(all);
    }

    /** It changes no state, so that a reader of states alone can skip epochs unread. */
    private Step epoch(EpochCompleted event) {
        boolean counts = isCurrent(event.run()) && !(hasResult() && state.hasEnded());
        return counts ? new Step(this, Change.EPOCH) : nothing();
    }

    private Step released(JobReleased event) {
        if (isCurrent(event.run())) {
            JobState now = state == JobState.RUNNING ? JobState.QUEUED : state;
            return new Step(new JobLifecycle(now, round, run, earlier, false, files, expected), Change.RELEASED);
        }
        return hasStarted(event.run()) || state != JobState.QUEUED ? nothing() : new Step(this, Change.EXPLAINED);
    }

    /** A run that pauses a job that others have ended or queued again only ends itself. */
    private Step paused(JobPaused event) {
        @Nullable String of = event.run();
        boolean isOpen = !state.hasEnded() && state != JobState.PAUSED;
        if (of == null ? !isOpen : !isCurrent(of)) {
            return nothing();
        }
        return new Step(
                new JobLifecycle(
                        isOpen ? JobState.PAUSED : state, round, run, earlier, isGoing && of == null, files, expected),
                Change.PAUSED);
    }

    /** The current run may have completed the job while others thought that it had ended without a result. */
    private Step completed(JobCompleted event) {
        if (!isCurrent(event.run()) || hasResult() && state.hasEnded()) {
            return nothing();
        }
        boolean isOther = expected.filter(
                        weights -> !weights.equals(event.model().sha256()))
                .isPresent();
        WrittenFiles written = new WrittenFiles(
                isOther && files.filter(WrittenFiles::areDeleted).isPresent(), event.time());
        return new Step(
                new JobLifecycle(
                        JobState.COMPLETED, round, run, earlier, false, Optional.of(written), Optional.empty()),
                isOther ? Change.MISMATCHED : Change.COMPLETED);
    }

    /** @param of the run that ended; null where the job ended without one, which does not end a run that is going */
    private Step ended(JobEvent event, @Nullable String of, JobState how, Change change) {
        boolean concerns = of == null ? !state.hasEnded() : isCurrent(of);
        if (!concerns) {
            return nothing();
        }
        JobState end = hasResult() ? JobState.COMPLETED : how;
        boolean goesOn = of == null && isGoing;
        Optional<WrittenFiles> still = files.map(known -> new WrittenFiles(known.areDeleted(), event.time()));
        return new Step(new JobLifecycle(end, round, run, earlier, goesOn, still, Optional.empty()), change);
    }

    /**
     * Deleting a result's files excludes writing them, so that each deletion follows its result. One that names no
     * round belongs to the files of its time.
     */
    private Step deleted(ArtifactsDeleted event) {
        Instant time = event.time().truncatedTo(ChronoUnit.MICROS);
        boolean concerns = files.filter(known -> !known.areDeleted())
                .filter(known -> event.round() != 0 || !time.isBefore(known.since()))
                .isPresent();
        if (!concerns || isRestoring()) {
            return nothing();
        }
        Optional<WrittenFiles> gone = files.map(known -> new WrittenFiles(true, known.since()));
        return new Step(new JobLifecycle(state, round, run, earlier, isGoing, gone, expected), Change.FILES_DELETED);
    }
}

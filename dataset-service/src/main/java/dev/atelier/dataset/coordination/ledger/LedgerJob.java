package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.lifecycle.Change;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobLifecycle.WrittenFiles;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.usage.TrainerTime.Account;
import dev.atelier.dataset.coordination.usage.TrainerTime.Charge;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One job by its events, in little memory once it has ended: its state, and where in the log it was
 * queued and how it completed.
 *
 * @param lifecycle how it stands
 * @param queueing how it was queued last; kept only while it has not ended, or its run may still complete it
 * @param completion how it completed, while it has a result
 * @param pause how its latest round was paused; empty unless the state is PAUSED
 * @param handling what its trainers do with its latest round; kept only while it has not ended
 * @param endedRound the latest round that has ended; 0 before any has
 */
public record LedgerJob(
        String id,
        JobLifecycle lifecycle,
        Optional<Queueing> queueing,
        Optional<Completion> completion,
        Optional<Pause> pause,
        Optional<Handling> handling,
        int endedRound) {

    /**
     * What its trainers do with its latest round. One member, because most jobs have ended.
     *
     * @param run the run that trains it now, while the state is RUNNING
     * @param isTaken whether a trainer has taken it, and prepares it
     * @param isPostponed whether the latest trainer had no memory for it, and put it at the end of the queue
     */
    public record Handling(Optional<CurrentRun> run, boolean isTaken, boolean isPostponed) {
        private static final Handling NONE = new Handling(Optional.empty(), false, false);

        static Optional<Handling> of(Optional<CurrentRun> run, boolean isTaken, boolean isPostponed) {
            Handling handling = new Handling(run, isTaken, isPostponed);
            return handling.equals(NONE) ? Optional.empty() : Optional.of(handling);
        }
    }

    /**
     * A run that has not ended.
     *
     * @param started when it started
     * @param latest when it started or completed its last epoch
     */
    public record CurrentRun(String id, Instant started, Instant latest) {
        /** Whether it has completed an epoch. */
        public boolean hasEpoch() {
            return latest.isAfter(started);
        }
    }

    /** As in {@link JobReleased}. */
    private static final String NO_MEMORY = "memory";

    /**
     * How a job was queued.
     *
     * @param place where the event stands in the log
     * @param trace the trace that it is part of, as {@code traceparent} of W3C; empty for none
     */
    public record Queueing(JobQueued event, LogPlace place, String trace) {}

    /**
     * How a job was paused.
     *
     * @param kind as in {@link JobPaused}
     * @param isByRun whether a run paused it, so that its queue is done with its record
     */
    public record Pause(String kind, boolean isByRun) {
        private static Pause of(JobPaused event) {
            return new Pause(event.kind(), event.run() != null);
        }
    }

    /**
     * Where in the log the events of a result are. Flat, because there is one for each job that has completed.
     */
    public record Completion(int queuedPartition, long queuedOffset, int completedPartition, long completedOffset) {
        private static Completion of(LogPlace queued, LogPlace completed) {
            return new Completion(queued.partition(), queued.offset(), completed.partition(), completed.offset());
        }

        public LogPlace queued() {
            return new LogPlace(queuedPartition, queuedOffset);
        }

        public LogPlace completed() {
            return new LogPlace(completedPartition, completedOffset);
        }
    }

    /** The job after an event, given what it was before, where the event stands in the log, and the trace that it is part of. */
    static LedgerJob after(Optional<LedgerJob> before, JobEvent event, LogPlace place, String trace) {
        return before.orElseGet(() -> new LedgerJob(
                        event.job(),
                        JobLifecycle.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0))
                .after(event, place, trace);
    }

    /** The run that trains it now, while it runs. */
    public Optional<CurrentRun> run() {
        return handling.flatMap(Handling::run);
    }

    /** Whether a trainer has taken its latest round from the queue, and prepares it. */
    public boolean isTaken() {
        return handling.filter(Handling::isTaken).isPresent();
    }

    /** Whether its latest round waits for a trainer with more memory than the last one that took it. */
    public boolean isPostponed() {
        return handling.filter(Handling::isPostponed).isPresent();
    }

    /** Whether it is paused because a more urgent job took its trainer. */
    public boolean isPreempted() {
        return pause.filter(paused -> paused.kind().equals(JobPaused.PREEMPTED)).isPresent();
    }

    /** Where it stands, in its latest round. */
    public JobState state() {
        return lifecycle.state();
    }

    /** How often it has been queued with what is known here; 0 where the events do not have it. */
    public int round() {
        return lifecycle.round();
    }

    /**
     * Whether a round has ended. One that was followed by another because the job was lost from its queue has not: it
     * continues in that one. Events that do not name their round belong to the latest.
     */
    boolean hasEnded(int round) {
        return round == 0 || round() == 0 ? state().hasEnded() : round <= endedRound;
    }

    /** How it was queued last; nothing once it has ended. */
    public Optional<JobQueued> queued() {
        return latestQueueing().map(Queueing::event);
    }

    /** The same, with its place in the log. */
    public Optional<Queueing> latestQueueing() {
        return state().hasEnded() ? Optional.empty() : queueing;
    }

    /** Whether it is paused because its latest round was queued for so many epochs. */
    public boolean isPausedByBudget() {
        return pause.filter(paused -> paused.kind().equals(JobPaused.BUDGET)).isPresent();
    }

    /** Whether it has completed and waits or runs again, to restore its files. */
    public boolean isRestoring() {
        return lifecycle.isRestoring();
    }

    /** Whether the files of its result were deleted. */
    public boolean hasLostFiles() {
        return lifecycle.files().filter(WrittenFiles::areDeleted).isPresent();
    }

    private LedgerJob after(JobEvent event, LogPlace place, String trace) {
        JobLifecycle.Step step = lifecycle.apply(event);
        JobLifecycle now = step.after();
        Optional<Queueing> latest =
                step.change() == Change.QUEUED ? Optional.of(new Queueing((JobQueued) event, place, trace)) : queueing;
        boolean isOver = now.state().hasEnded() && !now.isGoing();
        return new LedgerJob(
                id,
                now,
                isOver ? Optional.empty() : latest,
                completion(step.change(), place),
                pause(event, now),
                isOver ? Optional.empty() : handling(event, step.change(), now.state()),
                now.state().hasEnded() ? now.round() : endedRound);
    }

    private Optional<Pause> pause(JobEvent event, JobLifecycle now) {
        if (now.state() != JobState.PAUSED) {
            return Optional.empty();
        }
        return state() == JobState.PAUSED || !(event instanceof JobPaused paused)
                ? pause
                : Optional.of(Pause.of(paused));
    }

    private Optional<CurrentRun> run(JobEvent event, Change change, JobState now) {
        if (now != JobState.RUNNING) {
            return Optional.empty();
        }
        return switch (event) {
            case JobStarted started
            when change == Change.STARTED -> Optional.of(new CurrentRun(started.run(), started.time(), started.time()));
            default -> run();
        };
    }

    private Optional<Handling> handling(JobEvent event, Change change, JobState now) {
        return switch (event) {
            case JobTaken taken
            when taken.round() == round() && now == JobState.QUEUED -> Handling.of(Optional.empty(), true, false);
            case JobReleased released
            when now == JobState.QUEUED && change != Change.NOTHING ->
                Handling.of(Optional.empty(), false, released.kind().equals(NO_MEMORY));
            case JobReleased released -> handling;
            case JobQueued queued when change == Change.QUEUED -> Optional.empty();
            case JobPaused paused when change == Change.PAUSED -> Handling.of(run(event, change, now), false, false);
            case JobStarted started when change == Change.STARTED -> Handling.of(run(event, change, now), false, false);
            default -> Handling.of(run(event, change, now), isTaken(), isPostponed());
        };
    }

    /** The trainer time since the last epoch of its run, where an event ends the run. */
    Optional<Charge> chargeEnd(JobEvent event) {
        @Nullable String of = switch (event) {
            case JobCompleted completed -> completed.run();
            case JobPaused paused -> paused.run();
            case JobFailed failed -> failed.run();
            case JobCancelled cancelled -> cancelled.run();
            default -> null;
        };
        return of == null ? Optional.empty() : charge(of, event.time(), true);
    }

    /** The trainer time since the epoch before, where its run completes an epoch. */
    Optional<Charge> chargeEpoch(String of, Instant at) {
        return charge(of, at, false);
    }

    private Optional<Charge> charge(String of, Instant at, boolean endsRound) {
        return run().filter(current -> current.id().equals(of) && at.isAfter(current.latest()))
                .flatMap(current -> account()
                        .map(account -> new Charge(account, Duration.between(current.latest(), at), endsRound, at)));
    }

    /** The job after its run has completed an epoch. */
    LedgerJob afterEpoch(Instant at) {
        return new LedgerJob(
                id,
                lifecycle,
                queueing,
                completion,
                pause,
                Handling.of(
                        run().map(current -> new CurrentRun(current.id(), current.started(), at)),
                        isTaken(),
                        isPostponed()),
                endedRound);
    }

    /** Whose trainer time it takes; nothing once it has ended. */
    public Optional<Account> account() {
        return queued().map(last -> new Account(last.request().family(), Objects.requireNonNullElse(last.owner(), "")));
    }

    private Optional<Completion> completion(Change change, LogPlace place) {
        return change == Change.COMPLETED ? queueing.map(queued -> Completion.of(queued.place(), place)) : completion;
    }
}

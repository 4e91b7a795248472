package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.lifecycle.Change;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobLifecycle.WrittenFiles;
import dev.atelier.contracts.lifecycle.JobState;
import java.util.Optional;

/**
 * One job by its events, in little memory once it has ended: its state, and where in the log it was
 * queued and how it completed.
 *
 * @param lifecycle how it stands
 * @param queueing how it was queued last; kept only while it has not ended, or its run may still complete it
 * @param completion how it completed, while it has a result
 * @param pause how its latest round was paused; empty unless the state is PAUSED
 * @param endedRound the latest round that has ended; 0 before any has
 */
public record LedgerJob(
        String id,
        JobLifecycle lifecycle,
        Optional<Queueing> queueing,
        Optional<Completion> completion,
        Optional<Pause> pause,
        int endedRound) {

    /**
     * How a job was queued.
     *
     * @param place where the event stands in the log
     */
    public record Queueing(JobQueued event, LogPlace place) {}

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

    /** The job after an event, given what it was before and where the event stands in the log. */
    static LedgerJob after(Optional<LedgerJob> before, JobEvent event, LogPlace place) {
        return before.orElseGet(() -> new LedgerJob(
                        event.job(), JobLifecycle.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty(), 0))
                .after(event, place);
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

    private LedgerJob after(JobEvent event, LogPlace place) {
        JobLifecycle.Step step = lifecycle.apply(event);
        JobLifecycle now = step.after();
        Optional<Queueing> latest =
                step.change() == Change.QUEUED ? Optional.of(new Queueing((JobQueued) event, place)) : queueing;
        boolean isOver = now.state().hasEnded() && !now.isGoing();
        return new LedgerJob(
                id,
                now,
                isOver ? Optional.empty() : latest,
                completion(step.change(), place),
                pause(event, now),
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

    private Optional<Completion> completion(Change change, LogPlace place) {
        return change == Change.COMPLETED ? queueing.map(queued -> Completion.of(queued.place(), place)) : completion;
    }
}

package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.CurrentRun;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.ledger.QueueRecord;
import dev.atelier.dataset.coordination.usage.TrainerTime.Account;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A job that waits for its turn, waits in its queue, is prepared by a trainer or runs.
 *
 * @param queueing how its round was queued
 * @param priority how urgent it is to its requesters
 * @param account whose trainer time it takes
 * @param record of its round in its queue; nothing before it is dispatched
 * @param isTaken whether a trainer has taken it, and prepares it
 * @param isPostponed whether it waits in its queue for a trainer with more memory
 * @param run the run that trains it
 * @param madeRoom the latest request to make room for a more urgent job, of any round; nothing where there was none
 * @param isPaused whether it has just made room, and is not queued again yet
 */
record ScheduledJob(
        Queueing queueing,
        Priority priority,
        Account account,
        Optional<QueueRecord> record,
        boolean isTaken,
        boolean isPostponed,
        Optional<CurrentRun> run,
        Optional<JobControl> madeRoom,
        boolean isPaused) {
    /** The longest waiting first. */
    static final Comparator<ScheduledJob> BY_TIME = Comparator.comparing(
                    (ScheduledJob job) -> job.queued().waitsSince())
            .thenComparing(job -> job.queued().job());

    /** All jobs of a ledger that are to be trained now or in their turn, without those that are to be paused or cancelled. */
    static List<ScheduledJob> of(Ledger ledger) {
        return ledger.openJobs().stream()
                .filter(job -> job.state() != JobState.PAUSED || job.isPreempted())
                .filter(job ->
                        ledger.cancellation(job).isEmpty() && ledger.pause(job).isEmpty())
                .flatMap(job -> of(ledger, job))
                .toList();
    }

    private static Stream<ScheduledJob> of(Ledger ledger, LedgerJob job) {
        return job.latestQueueing().stream()
                // The queues of others are known to those who know the family.
                .filter(queueing -> Families.contains(queueing.event().request().family()))
                .flatMap(queueing -> job.account().stream()
                        .map(account -> new ScheduledJob(
                                queueing,
                                ledger.priority(job),
                                account,
                                ledger.queueRecord(job),
                                job.isTaken(),
                                job.isPostponed(),
                                job.run(),
                                ledger.roundControl(job.id()).filter(JobControl::isPreemption),
                                job.state() == JobState.PAUSED)));
    }

    JobQueued queued() {
        return queueing.event();
    }

    /** Whether its turn is still to come. */
    boolean waitsForTurn() {
        return record.isEmpty() && run.isEmpty() && !isPaused;
    }

    /** Whether it lies in its queue, and no trainer has taken it. */
    boolean waitsInQueue() {
        return record.isPresent() && !isTaken && run.isEmpty() && !isPaused;
    }

    /** Whether it has a trainer. */
    boolean hasTrainer() {
        return !isPaused && (isTaken || run.isPresent());
    }

    /**
     * Whether it may make room: it is not about to, and where it has before, it has completed an epoch since.
     */
    boolean mayMakeRoom() {
        boolean isAboutTo =
                madeRoom.filter(control -> control.round() >= queued().round()).isPresent();
        return hasTrainer()
                && !isAboutTo
                && (madeRoom.isEmpty() || run.filter(CurrentRun::hasEpoch).isPresent());
    }
}

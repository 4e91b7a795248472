package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.CurrentRun;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.usage.TrainerTime.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A job that waits for its turn, waits in its queue or runs, or has just made room, as far as turns depend on it.
 *
 * @param queueing how its round was queued
 * @param priority how urgent it is to its requesters
 * @param account whose trainer time it takes
 * @param isWaiting whether it is queued, and does not run
 * @param place where the record of its round lies in its queue; nothing before it is dispatched
 * @param run the run that trains it
 * @param preempted when a more urgent job took its trainer last
 * @param makesRoom since when its round is to end for a more urgent job; nothing where it is not
 */
record ScheduledJob(
        Queueing queueing,
        Priority priority,
        Account account,
        boolean isWaiting,
        Optional<Long> place,
        Optional<CurrentRun> run,
        Optional<Instant> preempted,
        Optional<Instant> makesRoom) {
    /** The longest waiting first. */
    static final Comparator<ScheduledJob> BY_TIME = Comparator.comparing(
                    (ScheduledJob job) -> job.queued().waitsSince())
            .thenComparing(job -> job.queued().job());

    /** After each such time of waiting a job counts as one priority higher. */
    static final Duration AGING = Duration.ofMinutes(15);

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
                .flatMap(queueing -> job.account().stream()
                        .map(account -> new ScheduledJob(
                                queueing,
                                ledger.priority(job),
                                account,
                                job.state() == JobState.QUEUED,
                                ledger.queueOffset(job),
                                job.run(),
                                job.preempted(),
                                ledger.roundControl(job.id())
                                        .filter(control -> control.isPreemption() && control.round() >= job.round())
                                        .map(control -> control.time()))));
    }

    JobQueued queued() {
        return queueing.event();
    }

    /** Whether its turn is still to come. */
    boolean waitsForTurn() {
        return isWaiting && place.isEmpty();
    }

    /** Whether a trainer may take it from its queue. */
    boolean waitsInQueue() {
        return isWaiting && place.isPresent();
    }

    /** How urgent it counts as: a job that waits, by the time that it has waited; one that runs, as when it started. */
    Priority urgency(Instant now) {
        Duration waited = Duration.between(
                queued().waitsSince(), run.map(CurrentRun::started).orElse(now));
        long raised = priority.ordinal() + Math.max(0, waited.dividedBy(AGING));
        return Priority.values()[(int) Math.min(raised, Priority.values().length - 1)];
    }

    /** Whether it may make room: it has not been made to before, or has completed an epoch since. */
    boolean mayMakeRoom() {
        return makesRoom.isEmpty()
                && run.filter(current -> preempted.isEmpty() || current.hasEpoch())
                        .isPresent();
    }
}

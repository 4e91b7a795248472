package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.RoundKey;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Priority;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.usage.TrainerTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is due so that jobs get their turns in order. A job waits for its turn in the events alone; only as many are
 * dispatched to their queue as its trainers will need within moments, so that the order of the others is still open. Where
 * one waits that is more urgent than others in the queue, these go back to wait for their turn again, in their next round;
 * where no trainer takes it then, jobs that run make room for it ({@link Preemption}). A function of the ledger and the time.
 *
 * @param dispatched jobs whose turn has come, in the order of their queues
 * @param events that jobs go back and wait again, or are raised
 * @param controls requests to trainers to end rounds, by key
 */
public record JobSchedule(List<Queueing> dispatched, List<Event> events, Map<String, Optional<JobControl>> controls) {
    static final String REASON = "A more urgent job takes its turn";

    public static JobSchedule due(Ledger ledger, Instant now) {
        JobSchedule due = new JobSchedule(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
        ScheduledJob.of(ledger).stream()
                .collect(Collectors.groupingBy(job -> job.account().family().name(), TreeMap::new, Collectors.toList()))
                .forEach((name, jobs) -> due.add(new Family(name), jobs, ledger, now));
        return due;
    }

    public boolean isNothing() {
        return dispatched.isEmpty() && events.isEmpty() && controls.isEmpty();
    }

    private void add(Family family, List<ScheduledJob> jobs, Ledger ledger, Instant now) {
        TrainerTime used = ledger.trainerTime();
        Optional<Duration> perRound = used.meanRound(family, now);
        Set<String> goBack = QueuedAhead.of(jobs);
        FairOrder order = new FairOrder(
                used, perRound.map(mean -> mean.toMillis() / 1000.0).orElse(1.0), now);
        Priority back = Priority.LOW;
        int queued = 0;
        int running = 0;
        for (ScheduledJob job : jobs) {
            if (job.waitsForTurn()) {
                order.add(job);
            } else if (goBack.contains(job.queued().job())) {
                goBack(job, now);
                back = back.or(job.priority());
            } else if (!job.isPaused()) {
                order.charge(job.account());
                queued += job.waitsInQueue() && !job.isPostponed() ? 1 : 0;
                running += job.hasTrainer() ? 1 : 0;
            }
        }
        int ahead = QueueLength.of(running, perRound);
        for (FairOrder.NextJob turn : order.take(Math.max(0, ahead - queued))) {
            // Those that go back have their turn before others that are as urgent.
            if (goBack.isEmpty() || turn.job().priority().compareTo(back) > 0) {
                dispatched.add(turn.isRaised() ? raise(turn, now) : turn.job().queueing());
            }
        }
        Preemption.victims(jobs, ledger.requestsForRoom(), now)
                .forEach((victim, urgent) -> preempt(victim.queued(), Preemption.reason(urgent), now));
    }

    /** In its next round it is as urgent as those before which it has its turn, so that it does not go back for them. */
    private Queueing raise(FairOrder.NextJob turn, Instant now) {
        Queueing before = turn.job().queueing();
        JobQueued raised = before.event().raised(turn.greatest(), now);
        events.add(raised);
        return new Queueing(raised, before.place(), before.trace());
    }

    private void goBack(ScheduledJob job, Instant now) {
        JobQueued round = job.queued();
        events.add(new JobPaused(round.job(), round.round(), null, 0, JobPaused.PREEMPTED, REASON, now));
        events.add(round.postponed(now));
        controls.put(RoundKey.of(round.job()), Optional.of(control(round, REASON, false, now)));
    }

    private void preempt(JobQueued round, String reason, Instant now) {
        controls.put(RoundKey.of(round.job()), Optional.of(control(round, reason, true, now)));
    }

    /** @param isRunning whether it has a trainer, which is taken from it */
    private static JobControl control(JobQueued round, String reason, boolean isRunning, Instant now) {
        return new JobControl(JobControl.PREEMPT, reason, round.round(), isRunning, now);
    }
}

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
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is due so that jobs get their turns in order. A job waits for its turn in the events alone; only as many are
 * dispatched to their queue as its trainers will need within moments, so that the order of the others is still open. Where
 * one waits that is more urgent than others in the queue, these go back to wait for their turn again, in their next round;
 * where no trainer takes it then, jobs that run make room for it ({@link Preemption}). A function of the ledger and the time.
 *
 * @param dispatched jobs whose turn has come, in the order of their queues
 * @param events that jobs go back, and wait again
 * @param controls requests to trainers to end rounds, by key
 */
public record Schedule(List<Queueing> dispatched, List<Event> events, Map<String, Optional<JobControl>> controls) {
    private static final String ROOM = "A more urgent job takes its turn";

    public static Schedule due(Ledger ledger, Instant now) {
        return due(ScheduledJob.of(ledger), ledger.trainerTime(), now);
    }

    static Schedule due(List<ScheduledJob> jobs, TrainerTime used, Instant now) {
        Schedule due = new Schedule(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
        jobs.stream()
                .collect(Collectors.groupingBy(job -> job.account().family().name(), TreeMap::new, Collectors.toList()))
                .forEach((family, ofFamily) -> due.add(new Family(family), ofFamily, used, now));
        return due;
    }

    public boolean isNothing() {
        return dispatched.isEmpty() && events.isEmpty() && controls.isEmpty();
    }

    private void add(Family family, List<ScheduledJob> jobs, TrainerTime used, Instant now) {
        Optional<Duration> perRound = used.meanRound(family, now);
        List<ScheduledJob> goBack = QueuedAhead.of(jobs, now);
        FairOrder order = new FairOrder(
                used, perRound.map(mean -> mean.toMillis() / 1000.0).orElse(1.0), now);
        int queued = 0;
        int running = 0;
        for (ScheduledJob job : jobs) {
            if (job.waitsForTurn()) {
                order.add(job);
            } else if (goBack.contains(job)) {
                goBack(job, now);
            } else if (job.isWaiting() || job.run().isPresent()) {
                order.charge(job.account());
                queued += job.isWaiting() ? 1 : 0;
                running += job.isWaiting() ? 0 : 1;
            }
        }
        int ahead = QueueLength.of(running, perRound);
        // Those that go back have their turn before others that are as urgent.
        Optional<Priority> back = goBack.stream().map(job -> job.urgency(now)).reduce(Priority::or);
        order.take(Math.max(0, ahead - queued)).stream()
                .filter(job -> back.filter(urgency -> urgency.compareTo(job.urgency(now)) >= 0)
                        .isEmpty())
                .forEach(job -> dispatched.add(job.queueing()));
        Preemption.victims(jobs, now)
                .forEach((victim, urgent) ->
                        preempt(victim.queued(), urgent.queued().job(), now));
    }

    private void goBack(ScheduledJob job, Instant now) {
        JobQueued round = job.queued();
        events.add(new JobPaused(round.job(), round.round(), null, 0, JobPaused.PREEMPTED, ROOM, now));
        events.add(round.postponed(now));
        controls.put(RoundKey.of(round.job()), Optional.of(control(round, ROOM, now)));
    }

    private void preempt(JobQueued round, String urgent, Instant now) {
        controls.put(RoundKey.of(round.job()), Optional.of(control(round, ROOM + ": " + urgent, now)));
    }

    private static JobControl control(JobQueued round, String reason, Instant now) {
        return new JobControl(JobControl.PREEMPT, reason, round.round(), true, now);
    }
}

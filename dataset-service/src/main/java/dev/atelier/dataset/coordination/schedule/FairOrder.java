package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.dataset.coordination.usage.TrainerTime;
import dev.atelier.dataset.coordination.usage.TrainerTime.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The order in which jobs of one family get their turn: the most urgent first; of these, one of the owner who has used the
 * least trainer time lately; of this owner's, the one that has waited longest. What a job will take counts from its turn on,
 * as much as a round took in the mean. About one turn in {@link #TURNS} is that of the job that has waited longest of all, where that is
 * more than {@link #LONG}, so that nothing starves; which turn it is follows from the ids of the jobs.
 */
final class FairOrder {
    static final int TURNS = 10;
    static final Duration LONG = Duration.ofMinutes(15);

    private final Map<Priority, Map<Account, Queue<ScheduledJob>>> waiting = new EnumMap<>(Priority.class);
    private final Map<Account, Double> seconds = new HashMap<>();
    private final TrainerTime used;
    private final double secondsPerRound;
    private final Instant now;

    /**
     * A job whose turn it is.
     *
     * @param greatest the greatest priority of all that wait
     */
    record NextJob(ScheduledJob job, Priority greatest) {
        /** Whether it has its turn before more urgent jobs. */
        boolean isRaised() {
            return job.priority().compareTo(greatest) < 0;
        }
    }

    /** @param secondsPerRound what a round is expected to take */
    FairOrder(TrainerTime used, double secondsPerRound, Instant now) {
        this.used = used;
        this.secondsPerRound = secondsPerRound;
        this.now = now;
    }

    /** Adds a job that waits for its turn. */
    void add(ScheduledJob job) {
        waiting.computeIfAbsent(job.priority(), priority -> new HashMap<>())
                .computeIfAbsent(job.account(), account -> new PriorityQueue<>(ScheduledJob.BY_TIME))
                .add(job);
    }

    /** Counts a job that has had its turn and is not over. */
    void charge(Account account) {
        seconds.merge(account, secondsPerRound, Double::sum);
    }

    /** The next jobs, at most so many, which count from then on. */
    List<NextJob> take(int most) {
        List<NextJob> taken = new ArrayList<>();
        while (taken.size() < most) {
            waiting.values().removeIf(Map::isEmpty);
            if (waiting.isEmpty()) {
                return taken;
            }
            ScheduledJob urgent = mostUrgent();
            ScheduledJob next = longestWaiting()
                    .filter(longest -> isTurnOf(longest, urgent))
                    .orElse(urgent);
            taken.add(new NextJob(next, greatestPriority()));
            remove(next);
            charge(next.account());
        }
        return taken;
    }

    private Priority greatestPriority() {
        return waiting.keySet().stream().reduce(Priority.LOW, Priority::or);
    }

    private ScheduledJob mostUrgent() {
        return next(waiting.getOrDefault(greatestPriority(), Map.of()))
                .getValue()
                .element();
    }

    /** A draw that depends on the two jobs alone, so that there is another one after each turn. */
    private static boolean isTurnOf(ScheduledJob longest, ScheduledJob urgent) {
        long bits = JobLifecycle.fingerprint(
                longest.queued().id() + " or " + urgent.queued().id());
        return Math.floorMod(bits, TURNS) == 0;
    }

    private Optional<ScheduledJob> longestWaiting() {
        return waiting.values().stream()
                .flatMap(owners -> owners.values().stream())
                .map(Queue::element)
                .min(ScheduledJob.BY_TIME)
                .filter(job -> job.queued().waitsSince().plus(LONG).isBefore(now));
    }

    private void remove(ScheduledJob job) {
        Map<Account, Queue<ScheduledJob>> owners = waiting.getOrDefault(job.priority(), Map.of());
        owners.getOrDefault(job.account(), new PriorityQueue<>()).remove();
        owners.values().removeIf(Queue::isEmpty);
    }

    /** Of owners who have used the same, the one whose next job has waited longest. */
    private Map.Entry<Account, Queue<ScheduledJob>> next(Map<Account, Queue<ScheduledJob>> owners) {
        return owners.entrySet().stream()
                .min(Comparator.comparingDouble(
                                (Map.Entry<Account, Queue<ScheduledJob>> owner) -> secondsOf(owner.getKey()))
                        .thenComparing(owner -> owner.getValue().element(), ScheduledJob.BY_TIME))
                .orElseThrow();
    }

    private double secondsOf(Account account) {
        return used.of(account, now).seconds() + seconds.getOrDefault(account, 0.0);
    }
}

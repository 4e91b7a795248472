package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.job.Priority;
import dev.atelier.dataset.coordination.usage.TrainerTime;
import dev.atelier.dataset.coordination.usage.TrainerTime.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The order in which jobs of one family get their turn: the most urgent first; of these, one of the owner who has used the
 * least trainer time lately; of this owner's, the one that has waited longest. What a job will take counts from its turn on,
 * as much as a round took in the mean.
 */
final class FairOrder {
    private final Map<Priority, Map<Account, Queue<ScheduledJob>>> waiting = new EnumMap<>(Priority.class);
    private final Map<Account, Double> seconds = new HashMap<>();
    private final TrainerTime used;
    private final double secondsPerRound;
    private final Instant now;

    /** @param secondsPerRound what a round is expected to take */
    FairOrder(TrainerTime used, double secondsPerRound, Instant now) {
        this.used = used;
        this.secondsPerRound = secondsPerRound;
        this.now = now;
    }

    /** Adds a job that waits for its turn. */
    void add(ScheduledJob job) {
        waiting.computeIfAbsent(job.urgency(now), priority -> new HashMap<>())
                .computeIfAbsent(job.account(), account -> new PriorityQueue<>(ScheduledJob.BY_TIME))
                .add(job);
    }

    /** Counts a job that has had its turn and is not over. */
    void charge(Account account) {
        seconds.merge(account, secondsPerRound, Double::sum);
    }

    /** The next jobs, at most so many, which count from then on. */
    List<ScheduledJob> take(int most) {
        List<ScheduledJob> taken = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            Map<Account, Queue<ScheduledJob>> owners = waiting.getOrDefault(reversed(priority), Map.of());
            while (taken.size() < most && !owners.isEmpty()) {
                Map.Entry<Account, Queue<ScheduledJob>> next = next(owners);
                taken.add(next.getValue().remove());
                charge(next.getKey());
                owners.values().removeIf(Queue::isEmpty);
            }
        }
        return taken;
    }

    private static Priority reversed(Priority priority) {
        return Priority.values()[Priority.values().length - 1 - priority.ordinal()];
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

package dev.atelier.dataset.coordination.ledger;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ids of submissions that were answered last, so that a submission that is read again is not answered again. Of each
 * partition of the events the latest {@value #KEPT_PER_PARTITION} are kept. That is enough because a submission is only read
 * again from the last committed offset on, and no more than half as many are answered ahead of the earliest one that is not.
 * May be used from any thread.
 */
public final class AnsweredSubmissions {
    public static final int KEPT_PER_PARTITION = 10_000;

    private final Map<Integer, LinkedHashSet<String>> byPartition = new HashMap<>();

    synchronized void add(int partition, String submission) {
        LinkedHashSet<String> latest = byPartition.computeIfAbsent(partition, ignored -> new LinkedHashSet<>());
        latest.add(submission);
        if (latest.size() > KEPT_PER_PARTITION) {
            latest.removeFirst();
        }
    }

    synchronized boolean contains(String submission) {
        return byPartition.values().stream().anyMatch(latest -> latest.contains(submission));
    }

    /** Those of a partition, the latest last. */
    synchronized List<String> latest(int partition) {
        return List.copyOf(byPartition.getOrDefault(partition, new LinkedHashSet<>()));
    }

    synchronized Set<Integer> partitions() {
        return Set.copyOf(byPartition.keySet());
    }

    synchronized void clear() {
        byPartition.clear();
    }
}

package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.job.Priority;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Jobs that lie in a queue ahead of more urgent ones, of which some may still wait for their turn. */
final class QueuedAhead {
    /** Jobs that go back in one transaction. */
    private static final int MOST = 200;

    private QueuedAhead() {}

    /** The ids of the first of them. */
    static Set<String> of(List<ScheduledJob> jobs) {
        Priority behind = jobs.stream()
                .filter(ScheduledJob::waitsForTurn)
                .map(ScheduledJob::priority)
                .reduce(Priority.LOW, Priority::or);
        List<ScheduledJob> fromTheEnd = jobs.stream()
                .filter(ScheduledJob::waitsInQueue)
                .sorted(Comparator.comparing(
                                (ScheduledJob job) -> job.record().orElseThrow().offset())
                        .reversed())
                .toList();
        Deque<String> ahead = new ArrayDeque<>();
        for (ScheduledJob job : fromTheEnd) {
            if (job.priority().compareTo(behind) < 0) {
                ahead.addFirst(job.queued().job());
            }
            // A postponed job is at the end of the queue because nobody has memory for it.
            behind = job.isPostponed() ? behind : behind.or(job.priority());
        }
        return ahead.stream().limit(MOST).collect(Collectors.toSet());
    }
}

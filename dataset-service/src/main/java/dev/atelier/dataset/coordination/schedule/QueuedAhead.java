package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.job.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Jobs that lie in a queue ahead of more urgent ones, of which some may still wait for their turn. */
final class QueuedAhead {
    private QueuedAhead() {}

    static List<ScheduledJob> of(List<ScheduledJob> jobs, Instant now) {
        Priority behind = jobs.stream()
                .filter(ScheduledJob::waitsForTurn)
                .map(job -> job.urgency(now))
                .reduce(Priority.LOW, Priority::or);
        List<ScheduledJob> fromTheEnd = jobs.stream()
                .filter(ScheduledJob::waitsInQueue)
                .sorted(Comparator.comparing((ScheduledJob job) -> job.place().orElseThrow())
                        .reversed())
                .toList();
        List<ScheduledJob> ahead = new ArrayList<>();
        for (ScheduledJob job : fromTheEnd) {
            if (job.urgency(now).compareTo(behind) < 0) {
                ahead.add(job);
            }
            behind = behind.or(job.urgency(now));
        }
        return ahead;
    }
}

package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.job.Priority;
import dev.atelier.dataset.coordination.ledger.LedgerJob.CurrentRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which jobs of a family make room: for each job that no free trainer has taken, one that is less urgent and runs; of
 * the least urgent ones the one that loses least, by the time since its last epoch.
 */
final class Preemption {
    /** How long it takes a free trainer to start a job, where it may be that there is one. */
    static final Duration START = Duration.ofSeconds(1);

    /** The same where there is none, or it would have taken one of the jobs that waited before. */
    static final Duration START_OF_BUSY = Duration.ofMillis(250);

    /** How long a trainer may take from the end of a round to the start of the next job. */
    static final Duration CHANGE = Duration.ofSeconds(10);

    private static final Comparator<ScheduledJob> MOST_URGENT_FIRST =
            Comparator.comparing(ScheduledJob::priority).reversed().thenComparing(ScheduledJob.BY_TIME);

    private Preemption() {}

    /** The jobs that make room, each with the job that it makes room for. */
    static Map<ScheduledJob, ScheduledJob> victims(List<ScheduledJob> jobs, Instant now) {
        Map<ScheduledJob, ScheduledJob> victims = new LinkedHashMap<>();
        List<ScheduledJob> running =
                new ArrayList<>(jobs.stream().filter(ScheduledJob::mayMakeRoom).toList());
        running.sort(Comparator.comparing((ScheduledJob job) -> job.urgency(now))
                .thenComparing(Preemption::latest, Comparator.reverseOrder())
                .thenComparing(job -> job.queued().job()));
        List<Instant> made = new ArrayList<>(jobs.stream()
                .flatMap(job -> job.makesRoom().or(job::preempted).stream())
                .filter(time -> time.plus(CHANGE).isAfter(now))
                .toList());
        List<ScheduledJob> urgent = jobs.stream()
                .filter(job -> job.isWaiting() && job.priority() != Priority.LOW)
                .filter(job -> !job.queued().time().plus(grace(job, jobs)).isAfter(now))
                .sorted(MOST_URGENT_FIRST)
                .toList();
        for (ScheduledJob job : urgent) {
            boolean hasRoom = made.stream()
                    .filter(time -> !time.isBefore(job.queued().time()))
                    .findFirst()
                    .map(made::remove)
                    .orElse(false);
            if (!hasRoom
                    && !running.isEmpty()
                    && running.getFirst().urgency(now).compareTo(job.priority()) < 0) {
                victims.put(running.removeFirst(), job);
            }
        }
        return victims;
    }

    private static Duration grace(ScheduledJob job, List<ScheduledJob> jobs) {
        boolean isBusy = jobs.stream()
                .anyMatch(other -> other.isWaiting()
                        && other.queued().waitsSince().isBefore(job.queued().waitsSince()));
        return isBusy ? START_OF_BUSY : START;
    }

    private static Instant latest(ScheduledJob job) {
        return job.run().map(CurrentRun::latest).orElse(Instant.MIN);
    }
}

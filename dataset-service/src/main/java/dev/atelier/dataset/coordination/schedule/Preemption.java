package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.job.Priority;
import dev.atelier.dataset.coordination.ledger.LedgerJob.CurrentRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which jobs of a family make room: for each job that no free trainer has taken, one that is less urgent and has a trainer; of
 * the least urgent ones the one that loses least, by the time since its last epoch.
 */
final class Preemption {
    /** How long it takes a free trainer to take a job, and to report that. */
    static final Duration TAKE = Duration.ofMillis(200);

    /** How long a trainer may take to end a round, before another one is requested. */
    static final Duration END = Duration.ofMinutes(1);

    private static final String REASON = JobSchedule.REASON + ": ";

    private static final Comparator<ScheduledJob> MOST_URGENT_FIRST =
            Comparator.comparing(ScheduledJob::priority).reversed().thenComparing(ScheduledJob.BY_TIME);

    private static final Comparator<ScheduledJob> LEAST_LOSS_FIRST = Comparator.comparing(ScheduledJob::priority)
            .thenComparing(Preemption::latest, Comparator.reverseOrder())
            .thenComparing(job -> job.queued().job());

    private Preemption() {}

    /**
     * The jobs that make room, each with the job that it makes room for.
     *
     * @param requests to make room, of jobs that have ended by now too
     */
    static Map<ScheduledJob, ScheduledJob> victims(
            List<ScheduledJob> jobs, Collection<JobControl> requests, Instant now) {
        Map<ScheduledJob, ScheduledJob> victims = new LinkedHashMap<>();
        Deque<ScheduledJob> running = jobs.stream()
                .filter(ScheduledJob::mayMakeRoom)
                .sorted(LEAST_LOSS_FIRST)
                .collect(Collectors.toCollection(ArrayDeque::new));
        List<ScheduledJob> urgent = jobs.stream()
                .filter(job -> job.waitsInQueue() && !job.isPostponed() && job.priority() != Priority.LOW)
                // One that was raised waits for its turn alone.
                .filter(job -> job.queued().raised() == null)
                .filter(job -> !dispatchedAt(job).plus(TAKE).isAfter(now))
                .sorted(MOST_URGENT_FIRST)
                .toList();
        for (ScheduledJob job : urgent) {
            boolean hasRoom = requests.stream().anyMatch(request -> isFor(request, job, now));
            ScheduledJob victim = running.peekFirst();
            if (!hasRoom && victim != null && victim.priority().compareTo(job.priority()) < 0) {
                victims.put(running.removeFirst(), job);
            }
        }
        return victims;
    }

    /** Why a job makes room. */
    static String reason(ScheduledJob urgent) {
        return REASON + urgent.queued().job();
    }

    /** Whether room is being made for a job since it is in its queue. */
    private static boolean isFor(JobControl request, ScheduledJob urgent, Instant now) {
        return request.reason().equals(reason(urgent))
                && !request.time().isBefore(dispatchedAt(urgent))
                && request.time().plus(END).isAfter(now);
    }

    private static Instant dispatchedAt(ScheduledJob job) {
        return job.record().orElseThrow().at();
    }

    /** One that is prepared loses nothing. */
    private static Instant latest(ScheduledJob job) {
        return job.run().map(CurrentRun::latest).orElse(Instant.MAX);
    }
}

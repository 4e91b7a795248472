package dev.atelier.results.fleet;

import dev.atelier.results.view.JobSummary;
import java.util.List;
import java.util.Optional;

/**
 * Why a job waits.
 *
 * @param place in the queue of its family, from 1; empty where more than {@value QueueReader#MOST_PLACES} jobs are before it
 * @param waiting how many jobs of its family wait
 * @param reason a sentence without a full stop
 * @param behind a job that runs meanwhile, where it waits for that
 */
public record Wait(Optional<Integer> place, long waiting, String reason, Optional<RunningJob> behind) {
    /** A job that runs, under the first of its names. */
    public record RunningJob(String id, String name, String family) {}

    /**
     * What a job waits for.
     *
     * @param job a queued one
     * @param trainers how many workers take part in the queue of its family; empty where that is unknown
     * @param suspended why those that are there take no jobs; empty where a worker may take one
     * @param queues who waits and who runs
     */
    static Wait of(JobSummary job, Optional<Integer> trainers, Optional<String> suspended, QueueReader.Queues queues) {
        List<RunningJob> others = queues.running();
        List<RunningJob> ofFamily = others.stream()
                .filter(running -> running.family().equals(job.family()))
                .toList();
        Optional<Integer> place = Optional.ofNullable(queues.places().get(job.id()));
        long waiting = queues.waiting().getOrDefault(job.family(), 1L);
        if (job.reason().isPresent() && !job.isPreempted()) {
            return new Wait(place, waiting, job.reason().get(), Optional.empty());
        }
        if (suspended.isPresent()) {
            return new Wait(place, waiting, suspended.get(), Optional.empty());
        }
        Optional<String> missing =
                job.dataset().filter(key -> !queues.published().contains(key));
        if (missing.isPresent()) {
            return new Wait(place, waiting, "its dataset " + missing.get() + " is not published yet", Optional.empty());
        }
        if (job.reason().isPresent()) {
            return new Wait(place, waiting, job.reason().get(), Optional.empty());
        }
        if (!ofFamily.isEmpty() && ofFamily.size() >= trainers.orElse(1)) {
            String busy = ofFamily.size() == 1
                    ? "the " + job.family() + " trainer is busy with another job"
                    : job.family() + " trainers are busy with " + ofFamily.size() + " other jobs";
            return new Wait(place, waiting, busy, Optional.of(ofFamily.getFirst()));
        }
        if (!others.isEmpty()) {
            return new Wait(
                    place,
                    waiting,
                    "it starts when a trainer and enough cores of its machine are free; another job is running",
                    Optional.of(others.getFirst()));
        }
        String turn = place.filter(first -> first == 1).isPresent()
                ? "a trainer takes it next"
                : "more urgent and earlier jobs are trained first";
        return new Wait(place, waiting, turn, Optional.empty());
    }
}

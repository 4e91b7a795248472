package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.ServiceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Polls jobs until they have ended, and shows what is new. It outlives the services: one that is being started
 * again is polled again, for some minutes.
 */
public final class JobPoller {
    private static final Duration LOOK = Duration.ofMillis(400);

    private final ResultsService results;
    private final ProgressDisplay progress;
    private final Predicate<JobResponse> isWorthwhile;

    private final Map<String, JobResponse> jobs = new HashMap<>();
    private final ServiceAbsence absence;
    private final TimeLeft timeLeft = new TimeLeft(System::nanoTime);
    private final Preemptions preemptions = new Preemptions();
    private final LastingPauses pauses = new LastingPauses(System::nanoTime);

    /** {@code isWorthwhile} is false for a waiting job of a family without a trainer. */
    public JobPoller(ResultsService results, ProgressDisplay progress, Predicate<JobResponse> isWorthwhile) {
        this.results = results;
        this.progress = progress;
        this.isWorthwhile = isWorthwhile;
        this.absence = new ServiceAbsence(progress::note);
    }

    /**
     * Returns when every job has ended, is paused, or waits without a trainer, with all that is known by then.
     *
     * @return by id, in order
     * @throws ServiceException if the results-service does not come back
     */
    public Map<String, JobResponse> follow(TrackedSubmission tracked) throws InterruptedException {
        try {
            while (!isDone(tracked)) {
                Thread.sleep(jobs.isEmpty() ? 100 : LOOK.toMillis());
                poll(tracked);
            }
        } finally {
            progress.close();
        }
        Map<String, JobResponse> inOrder = new LinkedHashMap<>();
        tracked.labels().keySet().forEach(id -> inOrder.put(id, known(id)));
        return inOrder;
    }

    private JobResponse known(String id) {
        JobResponse job = jobs.get(id);
        if (job == null) {
            throw new IllegalStateException("job " + id + " was tracked to its end and is unknown");
        }
        return job;
    }

    private boolean isDone(TrackedSubmission tracked) {
        return tracked.labels().keySet().stream().allMatch(id -> jobs.containsKey(id) && isDone(known(id)));
    }

    private boolean isDone(JobResponse job) {
        boolean isPaused = pauses.observe(job.id(), job.isPaused());
        return job.hasEnded() || isPaused || !job.isPaused() && !isWorthwhile.test(job);
    }

    private void poll(TrackedSubmission tracked) throws InterruptedException {
        try {
            List<JobResponse> news = tracked.study().isPresent()
                    ? results.jobsOf(tracked.study().get())
                    : tracked.labels().keySet().stream()
                            .flatMap(id -> results.job(id).stream())
                            .toList();
            for (JobResponse job : news) {
                String label = tracked.labels().get(job.id());
                if (label != null && tracked.isOfItsRound(job)) {
                    show(label, job);
                }
            }
            absence.end();
        } catch (ServiceException e) {
            absence.tolerate(e);
        }
        progress.showStanding(standing(tracked));
    }

    private Standing standing(TrackedSubmission tracked) {
        Map<String, JobResponse> running = new LinkedHashMap<>();
        Map<String, Duration> left = new HashMap<>();
        int completed = 0;
        int ended = 0;
        for (Map.Entry<String, String> entry : tracked.labels().entrySet()) {
            JobResponse job = jobs.get(entry.getKey());
            if (job != null && job.isRunning()) {
                running.put(entry.getValue(), job);
                timeLeft.of(job).ifPresent(time -> left.put(entry.getValue(), time));
            }
            completed += job != null && job.isCompleted() ? 1 : 0;
            ended += job != null && job.hasEnded() ? 1 : 0;
        }
        int total = tracked.labels().size();
        return new Standing(
                running,
                total - running.size() - ended,
                completed,
                ended - completed,
                timeLeft.of(jobs.values(), total),
                left);
    }

    private void show(String label, JobResponse job) {
        Optional<JobResponse> before = Optional.ofNullable(jobs.get(job.id()));
        List<Epoch> epochs = newEpochs(before, job);
        // Only now: epochs that could not be read are read by the next poll.
        jobs.put(job.id(), job);
        timeLeft.observe(job);
        epochs.forEach(epoch -> progress.showEpoch(label, epoch));
        preemptions
                .observe(label, job, !job.hasEnded(), job.isRunning(), job.epoch())
                .ifPresent(progress::note);
        if (job.hasEnded() && before.filter(JobResponse::hasEnded).isEmpty()) {
            progress.showEnd(label, job);
        }
    }

    private List<Epoch> newEpochs(Optional<JobResponse> before, JobResponse job) {
        // What had ended before the first poll was not tracked: its epochs are no news.
        boolean isTracked = before.isPresent() || !job.hasEnded();
        int shown = before.map(JobResponse::epoch).orElse(0);
        return isTracked && job.epoch() > shown
                ? results.epochs(job.id(), shown).stream()
                        .filter(epoch -> epoch.epoch() <= job.epoch())
                        .toList()
                : List.of();
    }
}

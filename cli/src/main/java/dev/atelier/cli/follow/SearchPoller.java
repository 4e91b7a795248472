package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.SearchResponse;
import dev.atelier.cli.client.SearchResponse.Observed;
import dev.atelier.cli.client.ServiceException;
import dev.atelier.cli.result.MetricText;
import dev.atelier.cli.terminal.OutputClosedException;
import dev.atelier.contracts.event.TrialResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Polls the search of a study until it decides no more, and prints each observation. */
public final class SearchPoller {
    private static final Duration LOOK = Duration.ofMillis(400);
    /** Between two trials nothing waits or runs for a moment; while the dataset service is restarted, for longer. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final ResultsService results;
    private final PrintWriter out;
    private final Predicate<JobResponse> isWorthwhile;
    private final ServiceAbsence absence;
    private final Preemptions preemptions = new Preemptions();
    private int printed;
    private long lastWork = System.nanoTime();

    /** {@code isWorthwhile} is false for a waiting job of a family without a trainer. */
    public SearchPoller(ResultsService results, PrintWriter out, Predicate<JobResponse> isWorthwhile) {
        this.results = results;
        this.out = out;
        this.isWorthwhile = isWorthwhile;
        this.absence = new ServiceAbsence(out::println);
    }

    /**
     * Returns when the search has ended, is cancelled or paused, or waits without a trainer.
     *
     * @throws ServiceException if the results-service does not come back
     */
    public SearchResponse follow(String study) throws InterruptedException {
        while (true) {
            Optional<SearchResponse> search = poll(study);
            search.ifPresent(this::print);
            if (search.isPresent() && (!search.get().isOpen() || isPaused())) {
                return search.get();
            }
            Thread.sleep(LOOK);
        }
    }

    private Optional<SearchResponse> poll(String study) {
        try {
            Optional<SearchResponse> search = results.search(study);
            List<JobResponse> jobs = results.jobsOf(study);
            jobs.forEach(job -> preemptions
                    .observe(job.name(), job, !job.hasEnded(), job.isRunning(), job.epoch())
                    .ifPresent(out::println));
            boolean isBusy =
                    jobs.stream().anyMatch(job -> !job.hasEnded() && !job.isPaused() && isWorthwhile.test(job));
            if (isBusy || search.isEmpty()) {
                lastWork = System.nanoTime();
            }
            absence.end();
            return search;
        } catch (ServiceException e) {
            absence.tolerate(e);
            return Optional.empty();
        }
    }

    private boolean isPaused() {
        return System.nanoTime() - lastWork > LONGEST_PAUSE.toNanos();
    }

    private void print(SearchResponse search) {
        List<Observed> all = search.observed();
        for (; printed < all.size(); printed++) {
            TrialResult result = all.get(printed).result();
            boolean isLast = printed == all.size() - 1;
            out.println("trial " + result.trial() + ", epoch " + result.epoch() + " of " + search.epochs() + ": "
                    + (result.isFailed()
                            ? "failed"
                            : search.objective().title() + " " + MetricText.of(search.objective(), result.value()))
                    + (isLast ? summary(search) : ""));
        }
        if (out.checkError()) {
            throw new OutputClosedException();
        }
    }

    private static String summary(SearchResponse search) {
        long training = search.trials().stream()
                .filter(trial -> trial.state().equals("TRAINING"))
                .count();
        return "; " + search.trials().size() + " of " + search.planned() + " trials, " + training + " in training"
                + (search.best() == null ? "" : ", best is trial " + search.best());
    }
}

package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.JobResponse.Restoration;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.ServiceException;
import dev.atelier.cli.terminal.OutputClosedException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Polls a job that is trained again to restore its files until that has ended, and prints each epoch. */
public final class RestorationPoller {
    private static final Duration LOOK = Duration.ofMillis(400);

    private final ResultsService results;
    private final PrintWriter out;
    private final Predicate<JobResponse> isWorthwhile;
    private final ServiceAbsence absence;
    private final Preemptions preemptions = new Preemptions();
    private final LastingPauses pauses = new LastingPauses(System::nanoTime);

    /** {@code isWorthwhile} is false for a waiting job of a family without a trainer. */
    public RestorationPoller(ResultsService results, PrintWriter out, Predicate<JobResponse> isWorthwhile) {
        this.results = results;
        this.out = out;
        this.isWorthwhile = isWorthwhile;
        this.absence = new ServiceAbsence(out::println);
    }

    /**
     * Returns when the restoration has ended, is paused, or waits without a trainer, with what is known of it by then.
     *
     * @param submission the one that requested it
     * @throws ServiceException if the results-service does not come back
     */
    public Restoration follow(String job, String submission) throws InterruptedException {
        int printed = 0;
        while (true) {
            Optional<JobResponse> known = poll(job);
            Optional<Restoration> restoration = known.map(JobResponse::restoration)
                    .filter(latest -> latest.submission().equals(submission));
            if (restoration.isPresent()) {
                Restoration latest = restoration.get();
                if (latest.epoch() > printed) {
                    printed = latest.epoch();
                    out.println(
                            "epoch " + printed + " of " + known.orElseThrow().epochs());
                    if (out.checkError()) {
                        throw new OutputClosedException();
                    }
                }
                preemptions
                        .observe(job, known.orElseThrow(), !latest.hasEnded(), latest.isRunning(), latest.epoch())
                        .ifPresent(out::println);
                boolean isPreempted = known.filter(JobResponse::isPreempted).isPresent();
                if (latest.hasEnded()
                        || pauses.observe(job, latest.isPaused() && !isPreempted)
                        || !latest.isRunning()
                                && known.filter(isWorthwhile.negate()).isPresent()) {
                    return latest;
                }
            }
            Thread.sleep(LOOK);
        }
    }

    private Optional<JobResponse> poll(String id) {
        try {
            Optional<JobResponse> job = results.job(id);
            absence.end();
            return job;
        } catch (ServiceException e) {
            absence.tolerate(e);
            return Optional.empty();
        }
    }
}

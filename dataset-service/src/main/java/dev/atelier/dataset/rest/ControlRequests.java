package dev.atelier.dataset.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;

/** Records requests about jobs and studies in the controls topic, where they concern something. */
@Singleton
class ControlRequests {
    /** The reason of a request that gives none. */
    static final String REQUESTED = "requested over HTTP";

    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final LedgerProgress progress;
    private final SubmissionSender sender;
    private final InstantSource clock;

    ControlRequests(Ledger ledger, LedgerProgress progress, SubmissionSender sender, InstantSource clock) {
        this.ledger = ledger;
        this.progress = progress;
        this.sender = sender;
        this.clock = clock;
    }

    /** A request, as yet without its round and time. */
    record Requested(String action, String reason, boolean now) {
        private JobControl at(int round, InstantSource clock) {
            return new JobControl(action, reason, round, now, clock.instant());
        }
    }

    /** Why a request cannot be made of a job; empty where it can. */
    interface Obstacle extends Function<LedgerJob, Optional<String>> {}

    CompletionStage<Response> ofJob(String id, Requested requested, Obstacle obstacle) {
        Optional<CompletionStage<Response>> behind = awaitLedger();
        if (behind.isPresent()) {
            return behind.get();
        }
        Optional<LedgerJob> job = ledger.job(id);
        if (job.isEmpty()) {
            return Responses.refused(Responses.NOT_FOUND, "There is no job " + id + ".");
        }
        if (job.get().state().hasEnded()) {
            return Responses.refused(
                    Responses.CONFLICT,
                    "Job " + id + " has ended: it is " + job.get().state().label() + ".");
        }
        return obstacle.apply(job.get())
                .map(reason -> Responses.refused(Responses.CONFLICT, reason))
                .orElseGet(() -> record(id, requested, job.get().round()));
    }

    /**
     * The same of a study.
     *
     * @param concerns whether a job that has not ended is concerned
     * @param obstacle why nothing is requested where no job is concerned
     */
    CompletionStage<Response> ofStudy(
            String id, Requested requested, Predicate<LedgerJob> concerns, Function<String, String> obstacle) {
        Optional<CompletionStage<Response>> behind = awaitLedger();
        if (behind.isPresent()) {
            return behind.get();
        }
        Optional<Set<String>> jobs = ledger.study(id);
        if (jobs.isEmpty()) {
            return Responses.refused(Responses.NOT_FOUND, "There is no study " + id + ".");
        }
        // A job that is not known yet has not ended.
        if (matchNone(jobs.get(), job -> !job.state().hasEnded())) {
            return Responses.refused(Responses.CONFLICT, "All jobs of study " + id + " have ended.");
        }
        return matchNone(jobs.get(), job -> !job.state().hasEnded() && concerns.test(job))
                ? Responses.refused(Responses.CONFLICT, obstacle.apply(id))
                : record(id, requested, 0);
    }

    private boolean matchNone(Set<String> jobs, Predicate<LedgerJob> condition) {
        return jobs.stream()
                .allMatch(id -> ledger.job(id).filter(condition.negate()).isPresent());
    }

    /** @param round the round of the job that the request is about; 0 for a study */
    private CompletionStage<Response> record(String id, Requested requested, int round) {
        Optional<CompletionStage<Response>> refusal = Responses.tooLong(requested.reason());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        JobControl control = requested.at(round, clock);
        return sender.control(id, control)
                .handle((written, failure) -> failure == null
                        ? Responses.json(Responses.ACCEPTED, control)
                        : Refusal.response(
                                Responses.UNAVAILABLE, "Kafka did not accept the request: " + failure.getMessage()));
    }

    /** Waits until the ledger holds all earlier requests; returns a refusal where it does not within the time. */
    private Optional<CompletionStage<Response>> awaitLedger() {
        try {
            progress.awaitCaughtUp(LEDGER_TIMEOUT);
            return Optional.empty();
        } catch (KafkaException e) {
            return Optional.of(Responses.refused(
                    Responses.UNAVAILABLE, "The ledger cannot be read now; nothing was requested: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Responses.refused(Responses.UNAVAILABLE, "The service is stopping."));
        }
    }
}

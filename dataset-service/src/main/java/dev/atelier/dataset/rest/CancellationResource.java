package dev.atelier.dataset.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Cancellation requests. The response confirms that the request is recorded, not yet that it is carried out. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class CancellationResource {
    private static final String REQUESTED = "requested over HTTP";

    private final Ledger ledger;
    private final LedgerProgress progress;
    private final SubmissionSender sender;
    private final InstantSource clock;

    @Inject
    public CancellationResource(Ledger ledger, LedgerProgress progress, SubmissionSender sender, InstantSource clock) {
        this.ledger = ledger;
        this.progress = progress;
        this.sender = sender;
        this.clock = clock;
    }

    @POST
    @Blocking
    @Path("/jobs/{id}/cancel")
    public CompletionStage<Response> cancelJob(
            @PathParam("id") String id, @QueryParam("reason") @DefaultValue(REQUESTED) String reason) {
        Optional<LedgerJob> job = ledger.job(id);
        if (!progress.isCurrent()) {
            return behind();
        }
        if (job.isEmpty()) {
            return Responses.refused(Responses.NOT_FOUND, "There is no job " + id + ".");
        }
        if (job.get().state().hasEnded()) {
            return Responses.refused(
                    Responses.CONFLICT,
                    "Job " + id + " has ended: it is " + job.get().state().label() + ".");
        }
        return cancel(id, reason, job.get().round());
    }

    @POST
    @Blocking
    @Path("/studies/{id}/cancel")
    public CompletionStage<Response> cancelStudy(
            @PathParam("id") String id, @QueryParam("reason") @DefaultValue(REQUESTED) String reason) {
        Optional<Set<String>> study = ledger.study(id);
        if (!progress.isCurrent()) {
            return behind();
        }
        if (study.isEmpty()) {
            return Responses.refused(Responses.NOT_FOUND, "There is no study " + id + ".");
        }
        return study.get().stream().allMatch(this::hasEnded)
                ? Responses.refused(Responses.CONFLICT, "All jobs of study " + id + " have ended.")
                : cancel(id, reason, 0);
    }

    private boolean hasEnded(String job) {
        return ledger.job(job).filter(known -> known.state().hasEnded()).isPresent();
    }

    /** @param round the round of the job that is to end; 0 for a study */
    private CompletionStage<Response> cancel(String id, String reason, int round) {
        Optional<CompletionStage<Response>> refusal = Responses.tooLong(reason);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        JobControl control = new JobControl(JobControl.CANCEL, reason, round, clock.instant());
        return sender.control(id, control)
                .handle((written, failure) -> failure == null
                        ? Responses.json(Responses.ACCEPTED, control)
                        : Refusal.response(
                                Responses.UNAVAILABLE, "Kafka did not accept the request: " + failure.getMessage()));
    }

    private static CompletionStage<Response> behind() {
        return Responses.refused(Responses.UNAVAILABLE, "The ledger is being read; nothing was cancelled.");
    }
}

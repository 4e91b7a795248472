package dev.atelier.dataset.rest;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.rest.ControlRequests.Requested;
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
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Requests to pause and to resume. The response confirms that the request is recorded, not yet that it is carried out: a
 * job pauses after the epoch that is being trained, or without it.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class PauseResource {
    private final ControlRequests requests;
    private final Ledger ledger;

    @Inject
    PauseResource(ControlRequests requests, Ledger ledger) {
        this.requests = requests;
        this.ledger = ledger;
    }

    /** @param now whether the epoch that is being trained is given up */
    @POST
    @Blocking
    @Path("/jobs/{id}/pause")
    public CompletionStage<Response> pauseJob(
            @PathParam("id") String id,
            @QueryParam("reason") @DefaultValue(ControlRequests.REQUESTED) String reason,
            @QueryParam("now") @DefaultValue("false") boolean now) {
        return requests.ofJob(
                id,
                new Requested(JobControl.PAUSE, reason, now),
                job -> job.state() == JobState.PAUSED && !job.isPreempted()
                        ? Optional.of("Job " + id + " is paused already.")
                        : Optional.empty());
    }

    /** @param now whether the epochs that are being trained are given up */
    @POST
    @Blocking
    @Path("/studies/{id}/pause")
    public CompletionStage<Response> pauseStudy(
            @PathParam("id") String id,
            @QueryParam("reason") @DefaultValue(ControlRequests.REQUESTED) String reason,
            @QueryParam("now") @DefaultValue("false") boolean now) {
        return requests.ofStudy(
                id,
                new Requested(JobControl.PAUSE, reason, now),
                job -> job.state() != JobState.PAUSED || job.isPreempted(),
                study -> "All jobs of study " + study + " that have not ended are paused already.");
    }

    @POST
    @Blocking
    @Path("/jobs/{id}/resume")
    public CompletionStage<Response> resumeJob(
            @PathParam("id") String id, @QueryParam("reason") @DefaultValue(ControlRequests.REQUESTED) String reason) {
        return requests.ofJob(
                id,
                resume(reason),
                job -> isPaused(job)
                        ? Optional.empty()
                        : Optional.of("Job " + id + " is not paused: it is "
                                + job.state().label() + "."));
    }

    @POST
    @Blocking
    @Path("/studies/{id}/resume")
    public CompletionStage<Response> resumeStudy(
            @PathParam("id") String id, @QueryParam("reason") @DefaultValue(ControlRequests.REQUESTED) String reason) {
        return requests.ofStudy(
                id, resume(reason), this::isPaused, study -> "No job of study " + study + " is paused.");
    }

    private static Requested resume(String reason) {
        return new Requested(JobControl.RESUME, reason, false);
    }

    /** Whether a job is paused, or is about to be. */
    private boolean isPaused(LedgerJob job) {
        return job.state() == JobState.PAUSED || ledger.pause(job).isPresent();
    }
}

package dev.atelier.dataset.rest;

import dev.atelier.contracts.control.JobControl;
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

/** Cancellation requests. The response confirms that the request is recorded, not yet that it is carried out. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class CancellationResource {
    private final ControlRequests requests;

    @Inject
    CancellationResource(ControlRequests requests) {
        this.requests = requests;
    }

    @POST
    @Blocking
    @Path("/jobs/{id}/cancel")
    public CompletionStage<Response> cancelJob(
            @PathParam("id") String id, @QueryParam("reason") @DefaultValue(ControlRequests.REQUESTED) String reason) {
        return requests.ofJob(id, cancel(reason), open -> Optional.empty());
    }

    @POST
    @Blocking
    @Path("/studies/{id}/cancel")
    public CompletionStage<Response> cancelStudy(
            @PathParam("id") String id, @QueryParam("reason") @DefaultValue(ControlRequests.REQUESTED) String reason) {
        return requests.ofStudy(id, cancel(reason), open -> true, study -> "");
    }

    private static Requested cancel(String reason) {
        return new Requested(JobControl.CANCEL, reason, false);
    }
}

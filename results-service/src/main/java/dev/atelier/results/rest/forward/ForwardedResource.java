package dev.atelier.results.rest.forward;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.dataset.OfferedDatasets;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.results.rest.PartParameters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Submissions, and the datasets that they can name. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ForwardedResource {
    private final Forwarder datasetService;

    ForwardedResource(Forwarder datasetService) {
        this.datasetService = datasetService;
    }

    @POST
    @Path("submissions")
    @Consumes(MediaType.WILDCARD)
    @Tag(name = "Submissions")
    @Operation(
            operationId = "submit",
            summary = "Submit a job or a study",
            description = "Writes the body, as it is, to the submissions topic and waits for the answer.")
    @APIResponse(
            responseCode = "202",
            description = "Accepted: its jobs, and whether each is queued, joined or reused",
            content = @Content(schema = @Schema(implementation = SubmissionAccepted.class)))
    @APIResponse(
            responseCode = "400",
            description = "Rejected: field, value and what would be right, of all that is wrong",
            content = @Content(schema = @Schema(anyOf = {SubmissionRejected.class, Refusal.class})))
    public Response submit(
            byte[] body,
            @QueryParam("fresh")
                    @DefaultValue("false")
                    @Parameter(description = "Whether to train again what has a result")
                    boolean fresh) {
        return datasetService.post("/api/submissions?fresh=" + fresh, body);
    }

    @GET
    @Path("catalogue")
    @Tag(name = "Datasets")
    @Operation(
            operationId = "listCatalogue",
            summary = "Datasets that submissions can name, and why one is not available")
    @APIResponse(
            responseCode = "200",
            description = "A part of the catalogue, by name",
            content = @Content(schema = @Schema(implementation = OfferedDatasets.class)))
    public Response catalogue(@BeanParam PartParameters part) {
        return datasetService.get("/api/catalogue?limit=" + part.part().limit() + "&offset="
                + part.part().offset());
    }
}

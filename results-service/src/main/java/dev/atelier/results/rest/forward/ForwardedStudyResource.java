package dev.atelier.results.rest.forward;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.study.SearchAudit;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.submission.SubmissionClient;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import org.jspecify.annotations.Nullable;

/** Requests about a study. A response confirms that the request is recorded, not yet that it is carried out. */
@Path("/api/studies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Studies")
@RunOnVirtualThread
public final class ForwardedStudyResource {
    private final Forwarder datasetService;

    ForwardedStudyResource(Forwarder datasetService) {
        this.datasetService = datasetService;
    }

    @GET
    @Path("{id}/search/verification")
    @Operation(
            operationId = "verifySearch",
            summary = "Compute everything that a study's search decided again from the log, and compare")
    @APIResponse(
            responseCode = "200",
            description = "How much was computed again, and what is not as it was recorded",
            content = @Content(schema = @Schema(implementation = SearchAudit.class)))
    public Response verify(String id) {
        return datasetService.get("/api/studies/" + SubmissionClient.encode(id) + "/search/verification");
    }

    @POST
    @Path("{id}/cancel")
    @Operation(operationId = "cancelStudy", summary = "Cancel all jobs of a study that wait or run")
    @APIResponse(
            responseCode = "202",
            description = "The request is recorded",
            content = @Content(schema = @Schema(implementation = JobControl.class)))
    @APIResponse(responseCode = "409", description = "All its jobs have ended")
    public Response cancel(
            String id, @QueryParam("reason") @Parameter(description = "Why, for people") @Nullable String reason) {
        return datasetService.request(Labelled.STUDY, id, "cancel", reason);
    }

    @POST
    @Path("{id}/pause")
    @Operation(
            operationId = "pauseStudy",
            summary = "Pause a study",
            description = "Its jobs are paused, except those that others have requested and not paused.")
    @APIResponse(
            responseCode = "202",
            description = "The request is recorded",
            content = @Content(schema = @Schema(implementation = JobControl.class)))
    @APIResponse(responseCode = "409", description = "All its jobs have ended or are paused already")
    public Response pause(
            String id,
            @QueryParam("reason") @Parameter(description = "Why, for people") @Nullable String reason,
            @QueryParam("now")
                    @DefaultValue("false")
                    @Parameter(description = "Whether epochs that are being trained are given up")
                    boolean now) {
        return datasetService.pause(Labelled.STUDY, id, reason, now);
    }

    @POST
    @Path("{id}/resume")
    @Operation(operationId = "resumeStudy", summary = "Resume the paused jobs of a study")
    @APIResponse(
            responseCode = "202",
            description = "The request is recorded",
            content = @Content(schema = @Schema(implementation = JobControl.class)))
    @APIResponse(responseCode = "409", description = "None of its jobs is paused")
    public Response resume(
            String id, @QueryParam("reason") @Parameter(description = "Why, for people") @Nullable String reason) {
        return datasetService.request(Labelled.STUDY, id, "resume", reason);
    }

    @POST
    @Path("{id}/edit")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recordStudyEdit",
            summary = "Record an edit of a study",
            description =
                    "PATCH /api/studies/{id} does the same and waits until the edit appears. The tags replace all others.")
    @APIResponse(
            responseCode = "202",
            description = "The edit is recorded, in the controls topic",
            content = @Content(schema = @Schema(implementation = RecordOrigin.class)))
    public Response edit(String id, byte[] body) {
        return datasetService.edit(Labelled.STUDY, id, body);
    }
}

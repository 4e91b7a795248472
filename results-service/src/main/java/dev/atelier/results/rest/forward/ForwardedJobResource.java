package dev.atelier.results.rest.forward;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.results.submission.Labelled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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

/** Requests about a job. A response confirms that the request is recorded, not yet that it is carried out. */
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RunOnVirtualThread
public final class ForwardedJobResource {
    private final Forwarder datasetService;

    ForwardedJobResource(Forwarder datasetService) {
        this.datasetService = datasetService;
    }

    @POST
    @Path("{id}/cancel")
    @Operation(operationId = "cancelJob", summary = "Cancel a job that waits or runs")
    @APIResponse(
            responseCode = "202",
            description = "The request is recorded",
            content = @Content(schema = @Schema(implementation = JobControl.class)))
    @APIResponse(responseCode = "409", description = "The job has ended")
    public Response cancel(
            String id, @QueryParam("reason") @Parameter(description = "Why, for people") @Nullable String reason) {
        return datasetService.request(Labelled.JOB, id, "cancel", reason);
    }

    @POST
    @Path("{id}/pause")
    @Operation(
            operationId = "pauseJob",
            summary = "Pause a job that waits or runs",
            description =
                    "It ends its round after the epoch that is being trained, and frees its trainer. Once it is resumed"
                            + " it continues after that epoch, with the result of a job that was never paused.")
    @APIResponse(
            responseCode = "202",
            description = "The request is recorded",
            content = @Content(schema = @Schema(implementation = JobControl.class)))
    @APIResponse(responseCode = "409", description = "The job has ended, or is paused already")
    public Response pause(
            String id,
            @QueryParam("reason") @Parameter(description = "Why, for people") @Nullable String reason,
            @QueryParam("now")
                    @DefaultValue("false")
                    @Parameter(description = "Whether the epoch that is being trained is given up")
                    boolean now) {
        return datasetService.pause(Labelled.JOB, id, reason, now);
    }

    @POST
    @Path("{id}/resume")
    @Operation(operationId = "resumeJob", summary = "Resume a paused job", description = "It is queued in a new round.")
    @APIResponse(
            responseCode = "202",
            description = "The request is recorded",
            content = @Content(schema = @Schema(implementation = JobControl.class)))
    @APIResponse(responseCode = "409", description = "The job has ended, or is not paused")
    public Response resume(
            String id, @QueryParam("reason") @Parameter(description = "Why, for people") @Nullable String reason) {
        return datasetService.request(Labelled.JOB, id, "resume", reason);
    }

    @POST
    @Path("{id}/pin")
    @Operation(operationId = "pinJob", summary = "Keep the files of a job's result whatever their age")
    @APIResponse(
            responseCode = "202",
            description = "The pin is recorded",
            content = @Content(schema = @Schema(implementation = JobControl.class)))
    public Response pin(
            String id, @QueryParam("reason") @Parameter(description = "Why, for people") @Nullable String reason) {
        return datasetService.request(Labelled.JOB, id, "pin", reason);
    }

    @POST
    @Path("{id}/unpin")
    @Operation(operationId = "unpinJob", summary = "Keep the files of a job's result no longer than those of others")
    @APIResponse(responseCode = "202", description = "The removal of the pin is recorded")
    public Response unpin(String id) {
        return datasetService.request(Labelled.JOB, id, "unpin", null);
    }

    @POST
    @Path("{id}/edit")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recordJobEdit",
            summary = "Record an edit of a job",
            description =
                    "PATCH /api/jobs/{id} does the same and waits until the edit appears. The tags replace all others.")
    @APIResponse(
            responseCode = "202",
            description = "The edit is recorded, in the controls topic",
            content = @Content(schema = @Schema(implementation = RecordOrigin.class)))
    public Response edit(String id, byte[] body) {
        return datasetService.edit(Labelled.JOB, id, body);
    }
}

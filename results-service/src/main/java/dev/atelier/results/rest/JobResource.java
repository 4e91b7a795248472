package dev.atelier.results.rest;

import dev.atelier.access.QueryNumber;
import dev.atelier.access.Refusal;
import dev.atelier.results.fleet.Fleet;
import dev.atelier.results.rest.label.LabelPatch;
import dev.atelier.results.submission.CurrentLabels;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.view.EpochPoint;
import dev.atelier.results.view.JobDetail;
import dev.atelier.results.view.JobReader;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.Part;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Jobs and their learning curves. */
@Path("/api/jobs")
@Tag(name = "Jobs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class JobResource {
    private final JobReader jobs;
    private final Fleet fleet;
    private final LabelPatch labels;

    public JobResource(JobReader jobs, Fleet fleet, LabelPatch labels) {
        this.jobs = jobs;
        this.fleet = fleet;
        this.labels = labels;
    }

    @GET
    @Operation(operationId = "listJobs", summary = "Jobs")
    public Listing<JobSummary> list(@BeanParam JobParameters which, @BeanParam PartParameters part) {
        return jobs.list(which.filter(part.part()));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "findJob", summary = "A job in detail")
    public JobWithWait find(String id) {
        JobDetail job = jobs.find(id).orElseThrow(() -> noSuchJob(id));
        return new JobWithWait(job, fleet.reasonToWait(job.summary()), fleet.findWait(job.summary()));
    }

    @PATCH
    @Path("{id}")
    @Consumes({LabelPatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "editJob",
            summary = "Edit the name, notes and tags of a job, or archive it",
            description = LabelPatch.DESCRIPTION)
    @RequestBody(content = @Content(mediaType = LabelPatch.MEDIA_TYPE, schema = @Schema(type = SchemaType.OBJECT)))
    public CurrentLabels edit(String id, byte[] patch) throws InterruptedException {
        return labels.apply(Labelled.JOB, id, patch);
    }

    @GET
    @Path("{id}/epochs")
    @Operation(
            operationId = "listEpochs",
            summary = "The epochs of a job, in order",
            description = "Those after the one named, at most limit of them; total counts all that the job has.")
    public Listing<EpochPoint> epochs(
            String id,
            @QueryParam("after")
                    @Parameter(
                            description = "The last epoch that is known already",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "0",
                                            maximum = "999999999",
                                            defaultValue = "0"))
                    @Nullable String after,
            @QueryParam("limit")
                    @Parameter(
                            description = "Most items to show",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "1000"))
                    @Nullable String limit) {
        return jobs.epochs(
                        id,
                        QueryNumber.read("after", after, 0, 0, 999_999_999),
                        QueryNumber.read("limit", limit, Part.MAX_LIMIT, 1, Part.MAX_LIMIT))
                .orElseThrow(() -> noSuchJob(id));
    }

    @GET
    @Path("{id}/attempts")
    @Operation(operationId = "listAttempts", summary = "The starts of a job, the first one first")
    public Listing<JobDetail.Attempt> attempts(String id, @BeanParam PartParameters part) {
        return jobs.attempts(id, part.part()).orElseThrow(() -> noSuchJob(id));
    }

    static RuntimeException noSuchJob(String id) {
        return Refusal.notFound("There is no job '" + id + "'; GET /api/jobs lists the jobs");
    }
}

package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.results.view.EpochPoint;
import dev.atelier.results.view.JobDetail;
import dev.atelier.results.view.JobFilter;
import dev.atelier.results.view.JobReader;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Listing;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Jobs and their learning curves. */
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class JobResource {
    private final JobReader jobs;

    public JobResource(JobReader jobs) {
        this.jobs = jobs;
    }

    @GET
    @Operation(summary = "Jobs")
    public Listing<JobSummary> list(
            @BeanParam JobParameters which,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset) {
        return jobs.list(which.filter(
                Choice.number("limit", limit, 100, 1, JobFilter.MAX_LIMIT),
                Choice.number("offset", offset, 0, 0, 999_999_999)));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "All about a job")
    public JobDetail find(String id) {
        return jobs.find(id).orElseThrow(() -> noSuchJob(id));
    }

    @GET
    @Path("{id}/epochs")
    @Operation(summary = "The epochs of a job, in order")
    public Listing<EpochPoint> epochs(String id) {
        return jobs.epochs(id).orElseThrow(() -> noSuchJob(id));
    }

    static RuntimeException noSuchJob(String id) {
        return Refusal.notFound("There is no job '" + id + "'; GET /api/jobs lists those there are");
    }
}

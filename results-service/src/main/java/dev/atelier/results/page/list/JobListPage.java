package dev.atelier.results.page.list;

import dev.atelier.results.fleet.FamilyFleet;
import dev.atelier.results.fleet.Fleet;
import dev.atelier.results.fleet.Wait;
import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.rest.JobParameters;
import dev.atelier.results.view.Archived;
import dev.atelier.results.view.JobFilter;
import dev.atelier.results.view.JobOrder;
import dev.atelier.results.view.JobReader;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.LossPoint;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page of jobs: rendered here, kept up to date by its script. */
@Path("/")
@Blocking
public final class JobListPage {
    private static final int SHOWN = 100;

    private final Template page;
    private final JobReader jobs;
    private final ChangeReader changes;
    private final Fleet fleet;

    public JobListPage(@Location("jobs.html") Template page, JobReader jobs, ChangeReader changes, Fleet fleet) {
        this.page = page;
        this.jobs = jobs;
        this.changes = changes;
        this.fleet = fleet;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response jobs(
            @BeanParam JobParameters which, @QueryParam("page") @Nullable String number, @Context UriInfo uri) {
        Pagination pagination = Pagination.of(number, SHOWN);
        JobFilter filter = which.filter(pagination.part());
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now();
        Listing<JobSummary> listed = jobs.list(filter);
        Map<String, List<LossPoint>> losses =
                jobs.losses(listed.items().stream().map(JobSummary::id).toList());
        Map<String, Wait> waits = fleet.findWaits(listed.items());
        List<JobCard> cards = listed.items().stream()
                .map(job -> JobCard.of(
                        job,
                        filter.order(),
                        Optional.ofNullable(waits.get(job.id())),
                        losses.getOrDefault(job.id(), List.of())))
                .toList();
        List<FamilyFleet> families = fleet.families();
        List<String> notices = families.stream()
                .map(FamilyFleet::notice)
                .flatMap(Optional::stream)
                .toList();
        return Html.page(page.data("cards", cards)
                .data("filter", filter)
                .data("states", JobParameters.STATES)
                .data("priorities", JobParameters.PRIORITIES)
                .data("archivedWords", Archived.words())
                .data("families", families.stream().map(FamilyFleet::family).toList())
                .data("orders", JobOrder.all())
                .data("pages", pagination.of(listed.total(), uri))
                .data("notices", notices)
                .data("csv", Pagination.withoutPage(uri, "/api/csv/jobs"))
                .data("position", position.toString()));
    }
}

package dev.atelier.results.page;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.check.Counted;
import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.report.JobComparison;
import dev.atelier.results.report.JobComparisons;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page that puts jobs side by side, live while they train. */
@Path("/compare")
@Blocking
public final class ComparePage {
    private static final int MOST_JOBS = 20;

    private final Template page;
    private final JobComparisons comparisons;
    private final ChangeReader changes;

    public ComparePage(@Location("compare.html") Template page, JobComparisons comparisons, ChangeReader changes) {
        this.page = page;
        this.comparisons = comparisons;
        this.changes = changes;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response compare(@QueryParam("job") List<String> jobs) {
        List<String> chosen = jobs.stream().distinct().toList();
        if (chosen.isEmpty() || chosen.size() > MOST_JOBS) {
            throw Refusal.badRequest("There are " + Counted.of(chosen.size(), "job") + " to compare; expected 1 to "
                    + MOST_JOBS + "; select them on the jobs page");
        }
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now();
        try {
            JobComparison comparison = comparisons.of(chosen);
            return Html.charts(page.data("comparison", comparison).data("position", position.toString()));
        } catch (JobComparisons.UnknownJobException e) {
            throw Refusal.notFound(String.valueOf(e.getMessage()));
        }
    }
}

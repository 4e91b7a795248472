package dev.atelier.results.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atelier.access.Refusal;
import dev.atelier.contracts.check.Counted;
import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.report.Reports;
import dev.atelier.results.report.StudyReport;
import dev.atelier.results.text.Fields;
import dev.atelier.results.view.RecordReader;
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

/** The page that puts the variants of several studies side by side. */
@Path("/compare/studies")
@Blocking
public final class CompareStudiesPage {
    private static final int MOST_STUDIES = 6;

    private final Template page;
    private final Reports reports;
    private final RecordReader records;
    private final ChangeReader changes;

    public CompareStudiesPage(
            @Location("compare-studies.html") Template page,
            Reports reports,
            RecordReader records,
            ChangeReader changes) {
        this.page = page;
        this.reports = reports;
        this.records = records;
        this.changes = changes;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response compare(@QueryParam("study") List<String> studies) {
        List<String> chosen = studies.stream().distinct().toList();
        if (chosen.size() < 2 || chosen.size() > MOST_STUDIES) {
            throw Refusal.badRequest(
                    "There " + (chosen.size() == 1 ? "is " : "are ") + Counted.of(chosen.size(), "study")
                            + " to compare; expected 2 to " + MOST_STUDIES + "; select them on the studies page");
        }
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now();
        List<StudyReport> read = chosen.stream()
                .map(id -> reports.find(id)
                        .orElseThrow(() ->
                                Refusal.notFound("There is no study '" + id + "'; select studies on the studies page")))
                .toList();
        return Html.page(page.data(
                        "comparison",
                        StudyComparison.of(read, read.stream().map(this::base).toList()))
                .data("position", position.toString()));
    }

    /** What all jobs of a study have in common. */
    private Fields base(StudyReport report) {
        JsonNode request = records.submission(report.study().submission())
                .flatMap(RecordReader.Submission::request)
                .orElse(MissingNode.getInstance());
        return Fields.of(request.path("base"));
    }
}

package dev.atelier.results.page;

import dev.atelier.results.page.template.Html;
import dev.atelier.results.report.image.DatasetReports;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page of a published dataset: what it holds. */
@Path("/datasets/{key}")
@Produces(MediaType.TEXT_HTML)
@Blocking
public final class DatasetPage {
    private final Template page;
    private final DatasetReports reports;

    public DatasetPage(@Location("dataset.html") Template page, DatasetReports reports) {
        this.page = page;
        this.reports = reports;
    }

    @GET
    @Operation(hidden = true)
    public Response dataset(String key) {
        return Html.charts(page.data("report", reports.find(key).orElseThrow(() -> NotYet.ofDataset(key))));
    }
}

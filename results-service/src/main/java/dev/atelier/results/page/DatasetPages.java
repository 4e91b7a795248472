package dev.atelier.results.page;

import dev.atelier.results.report.image.DatasetReports;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.RecordReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The pages of published datasets: all of them, and what each holds. */
@Path("/datasets")
@Produces(MediaType.TEXT_HTML)
@Blocking
public final class DatasetPages {
    private static final int SHOWN = 100;

    private final Template list;
    private final Template dataset;
    private final RecordReader records;
    private final DatasetReports reports;

    public DatasetPages(
            @Location("datasets.html") Template list,
            @Location("dataset.html") Template dataset,
            RecordReader records,
            DatasetReports reports) {
        this.list = list;
        this.dataset = dataset;
        this.records = records;
        this.reports = reports;
    }

    @GET
    @Operation(hidden = true)
    public Response list(@QueryParam("page") @Nullable String number, @Context UriInfo uri) {
        Pagination pagination = Pagination.of(number, SHOWN);
        Listing<RecordReader.Dataset> listed = records.datasets(pagination.part());
        return Html.page(list.data("datasets", listed.items()).data("pages", pagination.of(listed.total(), uri)));
    }

    @GET
    @Path("{key}")
    @Operation(hidden = true)
    public Response dataset(String key) {
        return Html.charts(dataset.data("report", reports.find(key).orElseThrow(() -> NotYet.of("dataset", key))));
    }
}

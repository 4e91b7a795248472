package dev.atelier.results.page.list;

import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.rest.filter.DatasetParameters;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.RecordReader;
import dev.atelier.results.view.RecordReader.DatasetFilter;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page of all published datasets. */
@Path("/datasets")
@Blocking
public final class DatasetListPage {
    private static final int SHOWN = 100;

    private final Template page;
    private final RecordReader records;
    private final ChangeReader changes;

    public DatasetListPage(@Location("datasets.html") Template page, RecordReader records, ChangeReader changes) {
        this.page = page;
        this.records = records;
        this.changes = changes;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response list(
            @BeanParam DatasetParameters which, @QueryParam("page") @Nullable String number, @Context UriInfo uri) {
        Pagination pagination = Pagination.of(number, SHOWN);
        DatasetFilter filter = which.filter(pagination.part());
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now();
        Listing<RecordReader.Dataset> listed = records.datasets(filter);
        return Html.page(page.data("datasets", listed.items())
                .data("filter", filter)
                .data("orders", DatasetFilter.ORDERS)
                .data("pages", pagination.of(listed.total(), uri))
                .data("position", position.toString()));
    }
}

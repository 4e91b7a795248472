package dev.atelier.results.page.list;

import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.rest.filter.StudyParameters;
import dev.atelier.results.view.Archived;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.study.StudyFilter;
import dev.atelier.results.view.study.StudyReader;
import dev.atelier.results.view.study.StudyView;
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

/** The page of all studies. */
@Path("/studies")
@Blocking
public final class StudyListPage {
    private static final int SHOWN = 100;

    private final Template page;
    private final StudyReader studies;
    private final ChangeReader changes;

    public StudyListPage(@Location("studies.html") Template page, StudyReader studies, ChangeReader changes) {
        this.page = page;
        this.studies = studies;
        this.changes = changes;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response list(
            @BeanParam StudyParameters which, @QueryParam("page") @Nullable String number, @Context UriInfo uri) {
        Pagination pagination = Pagination.of(number, SHOWN);
        StudyFilter filter = which.filter(pagination.part());
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now();
        Listing<StudyView.Summary> listed = studies.list(filter);
        return Html.page(page.data("studies", listed.items())
                .data("filter", filter)
                .data("states", StudyParameters.STATES)
                .data("orders", StudyFilter.ORDERS)
                .data("archivedWords", Archived.words())
                .data("csv", Pagination.withoutPage(uri, "/api/csv/studies"))
                .data("pages", pagination.of(listed.total(), uri))
                .data("position", position.toString()));
    }
}

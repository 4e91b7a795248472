package dev.atelier.results.page.list;

import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.view.DeadLetterReader;
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

/** The page of records that were set aside. */
@Path("/dead-letters")
@Blocking
public final class DeadLetterPage {
    private static final int SHOWN = 100;

    private final Template page;
    private final DeadLetterReader deadLetters;
    private final ChangeReader changes;

    public DeadLetterPage(
            @Location("dead-letters.html") Template page, DeadLetterReader deadLetters, ChangeReader changes) {
        this.page = page;
        this.deadLetters = deadLetters;
        this.changes = changes;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response list(@QueryParam("page") @Nullable String number, @Context UriInfo uri) {
        Pagination pagination = Pagination.of(number, SHOWN);
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now();
        DeadLetterReader.DeadLetters letters = deadLetters.read(pagination.part());
        return Html.page(page.data("letters", letters)
                .data("pages", pagination.of(letters.total(), uri))
                .data("position", position.toString()));
    }
}

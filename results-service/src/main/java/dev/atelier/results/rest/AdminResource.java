package dev.atelier.results.rest;

import dev.atelier.results.ingest.ProjectionService;
import dev.atelier.results.ingest.RebuildReport;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What operators ask for. */
@Path("/api/admin")
@Produces(MediaType.APPLICATION_JSON)
public final class AdminResource {
    private final ProjectionService projection;

    public AdminResource(ProjectionService projection) {
        this.projection = projection;
    }

    @POST
    @Path("rebuild")
    @Operation(
            summary =
                    "Build every table anew from the log; answers when it is done, and readers see the old rows until then")
    public CompletionStage<RebuildReport> rebuild() {
        return projection.rebuild();
    }
}

package dev.atelier.results.rest;

import dev.atelier.results.ingest.ProjectionService;
import dev.atelier.results.ingest.RebuildReport;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators request. */
@Path("/api/admin")
@Tag(name = "Operation")
@Produces(MediaType.APPLICATION_JSON)
public final class AdminResource {
    private final ProjectionService projection;

    public AdminResource(ProjectionService projection) {
        this.projection = projection;
    }

    @POST
    @Path("rebuild")
    @Operation(
            operationId = "rebuild",
            summary = "Rebuild every table from the log",
            description =
                    "The response comes when it is done; readers see the old rows until then. Requests that arrive before it "
                            + "begins share one rebuild: at most one rebuild runs and one waits. It does not run when all clients "
                            + "that requested it have disconnected.")
    public CompletionStage<RebuildReport> rebuild(@Context RoutingContext request) {
        CompletableFuture<RebuildReport> report = projection.rebuild();
        request.response().closeHandler(gone -> report.cancel(false));
        if (request.response().closed()) {
            // A connection that was closed before does not call the handler.
            report.cancel(false);
        }
        return report;
    }
}

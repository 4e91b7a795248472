package dev.atelier.results.rest;

import dev.atelier.results.fleet.FamilyFleet;
import dev.atelier.results.fleet.Fleet;
import dev.atelier.results.view.Listing;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The trainers that are there, and the jobs that wait for them. */
@Path("/api/fleet")
@Tag(name = "Operation")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class FleetResource {
    private final Fleet fleet;

    public FleetResource(Fleet fleet) {
        this.fleet = fleet;
    }

    @GET
    @Operation(
            operationId = "listFleet",
            summary = "Trainers and jobs by family, with a notice where jobs wait without a trainer")
    public Listing<FamilyFleet> families() {
        List<FamilyFleet> families = fleet.families();
        return new Listing<>(families, families.size());
    }
}

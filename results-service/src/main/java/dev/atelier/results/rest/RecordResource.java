package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.RecordReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Published datasets and answered submissions. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class RecordResource {
    private final RecordReader records;

    public RecordResource(RecordReader records) {
        this.records = records;
    }

    @GET
    @Path("datasets")
    @Operation(summary = "Published datasets")
    public Listing<RecordReader.Dataset> datasets(@BeanParam PartParameters part) {
        return records.datasets(part.part());
    }

    @GET
    @Path("submissions/{id}")
    @Operation(summary = "A submission and how it was answered")
    public RecordReader.Submission submission(String id) {
        return records.submission(id)
                .orElseThrow(() -> Refusal.notFound("Submission '" + id + "' is not known, or not answered yet"));
    }
}

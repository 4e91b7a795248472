package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.results.rest.filter.Choice;
import dev.atelier.results.rest.filter.DatasetParameters;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.RecordReader;
import dev.atelier.results.view.lookup.LookupReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Published datasets, answered submissions, and what ids and names stand for. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class RecordResource {
    private static final int MOST_CHARACTERS = 1000;

    private final RecordReader records;
    private final LookupReader lookup;

    public RecordResource(RecordReader records, LookupReader lookup) {
        this.records = records;
        this.lookup = lookup;
    }

    @GET
    @Path("lookup")
    @Tag(name = "Lookup")
    @Operation(
            operationId = "lookUp",
            summary = "The jobs and studies that a text can stand for",
            description = "By their ids, by at least 4 characters that the ids begin with, and by their names.")
    public LookupReader.Matches lookup(
            @QueryParam("text")
                    @Parameter(
                            description = "An id, the beginning of one, or a name",
                            required = true,
                            schema = @Schema(maxLength = MOST_CHARACTERS))
                    @Nullable String text) {
        String wanted = Choice.text(text)
                .orElseThrow(
                        () -> Refusal.badRequest("text is missing; expected an id, the beginning of one, or a name"));
        if (wanted.length() > MOST_CHARACTERS) {
            throw Refusal.badRequest(
                    "text has " + wanted.length() + " characters; expected at most " + MOST_CHARACTERS);
        }
        return lookup.find(wanted);
    }

    @GET
    @Path("datasets")
    @Tag(name = "Datasets")
    @Operation(operationId = "listDatasets", summary = "Published datasets")
    public Listing<RecordReader.Dataset> datasets(@BeanParam DatasetParameters which, @BeanParam PartParameters part) {
        return records.datasets(which.filter(part.part()));
    }

    @GET
    @Path("submissions/{id}")
    @Tag(name = "Submissions")
    @Operation(operationId = "findSubmission", summary = "A submission and how it was answered")
    public RecordReader.Submission submission(String id) {
        return records.submission(id)
                .orElseThrow(() -> Refusal.notFound("Submission '" + id + "' is not known, or not answered yet"));
    }
}

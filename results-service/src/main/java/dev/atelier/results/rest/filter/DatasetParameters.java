package dev.atelier.results.rest.filter;

import dev.atelier.results.view.Part;
import dev.atelier.results.view.RecordReader.DatasetFilter;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which datasets a request is about, by query parameters. A parameter without a value is none. */
public final class DatasetParameters {
    @QueryParam("name")
    @Parameter(description = "Part of the dataset's name")
    @Nullable String name;

    @QueryParam("sort")
    @Parameter(
            description = "Which first; images: those with the most",
            schema =
                    @Schema(
                            enumeration = {"name", "latest", "images"},
                            defaultValue = "name"))
    @Nullable String sort;

    /**
     * The datasets that the request is about.
     *
     * @throws jakarta.ws.rs.WebApplicationException if a parameter is invalid
     */
    public DatasetFilter filter(Part part) {
        return new DatasetFilter(Choice.text(name), Choice.order(sort, DatasetFilter.ORDERS), part);
    }
}

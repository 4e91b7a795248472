package dev.atelier.results.rest;

import dev.atelier.access.QueryNumber;
import dev.atelier.results.view.Part;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which part of a list is requested, by query parameters. */
public final class PartParameters {
    private static final int USUAL_LIMIT = 100;
    private static final int GREATEST_OFFSET = 999_999_999;

    @QueryParam("limit")
    @Parameter(
            description = "Most items to show",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @Nullable String limit;

    @QueryParam("offset")
    @Parameter(
            description = "How many items to skip",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "999999999", defaultValue = "0"))
    @Nullable String offset;

    /**
     * The part requested.
     *
     * @throws jakarta.ws.rs.WebApplicationException if a parameter is invalid
     */
    public Part part() {
        return new Part(limit(), QueryNumber.read("offset", offset, 0, 0, GREATEST_OFFSET));
    }

    private int limit() {
        return QueryNumber.read("limit", limit, USUAL_LIMIT, 1, Part.MAX_LIMIT);
    }
}

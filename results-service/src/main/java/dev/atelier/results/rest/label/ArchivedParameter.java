package dev.atelier.results.rest.label;

import dev.atelier.access.Refusal;
import dev.atelier.results.view.Archived;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Whether a list has what is archived, by a query parameter. */
public final class ArchivedParameter {
    @QueryParam("archived")
    @Parameter(
            description = "Whether to list what is archived: only that, that as well, or not",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"false", "true", "all"},
                            defaultValue = "false"))
    @Nullable String archived;

    /**
     * The choice; what is archived is not listed where none is made.
     *
     * @throws jakarta.ws.rs.WebApplicationException if it is not a choice
     */
    public Archived choice() {
        return archived == null || archived.isEmpty()
                ? Archived.FALSE
                : Archived.named(archived)
                        .orElseThrow(() -> Refusal.badRequest("archived is '" + archived + "'; expected one of "
                                + String.join(", ", Archived.words())));
    }
}

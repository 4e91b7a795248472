package dev.atelier.results.rest;

import dev.atelier.results.view.DeadLetterReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Records of any topic that cannot be read. */
@Path("/api/dead-letters")
@Tag(name = "Operation")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class DeadLetterResource {
    private final DeadLetterReader deadLetters;

    public DeadLetterResource(DeadLetterReader deadLetters) {
        this.deadLetters = deadLetters;
    }

    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "Records that were set aside, the latest first, and how many by topic and kind of reason")
    public DeadLetterReader.DeadLetters list(@BeanParam PartParameters part) {
        return deadLetters.read(part.part());
    }
}

package dev.atelier.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.access.Refusal;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.control.EditControl;
import dev.atelier.contracts.control.EditKey;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.JsonProblem;
import dev.atelier.contracts.schema.EditSchema;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Edits of jobs and studies. The response confirms that an edit is recorded, and names its record. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class EditResource {
    private final Ledger ledger;
    private final LedgerProgress progress;
    private final SubmissionSender sender;
    private final JsonWebToken caller;

    /** @param caller the token of the client that is being answered */
    @Inject
    public EditResource(Ledger ledger, LedgerProgress progress, SubmissionSender sender, JsonWebToken caller) {
        this.ledger = ledger;
        this.progress = progress;
        this.sender = sender;
        this.caller = caller;
    }

    @POST
    @Blocking
    @Path("/jobs/{id}/edit")
    public CompletionStage<Response> editJob(@PathParam("id") String id, byte[] body) {
        return edit("job", id, ledger.job(id).isPresent(), body);
    }

    @POST
    @Blocking
    @Path("/studies/{id}/edit")
    public CompletionStage<Response> editStudy(@PathParam("id") String id, byte[] body) {
        return edit("study", id, ledger.study(id).isPresent(), body);
    }

    private CompletionStage<Response> edit(String kind, String id, boolean isKnown, byte[] body) {
        JsonNode written;
        try {
            written = Json.read(body, JsonNode.class);
        } catch (UncheckedIOException e) {
            return Responses.refused(Responses.BAD_REQUEST, "expected an edit as JSON, but " + JsonProblem.describe(e));
        }
        if (EditSchema.readBody(written) instanceof Checked.Invalid<LabelEdit>(var violations)) {
            return Responses.refused(
                    Responses.BAD_REQUEST,
                    violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")));
        }
        if (caller.getName() != null && written.has("by")) {
            return Responses.refused(
                    Responses.BAD_REQUEST,
                    new Violation("by", written.get("by").toString(), "no such field: the token names who edits")
                            .sentence());
        }
        if (!progress.isCurrent()) {
            return Responses.refused(Responses.UNAVAILABLE, "The ledger is being read; nothing was edited.");
        }
        if (!isKnown) {
            return Responses.refused(Responses.NOT_FOUND, "There is no " + kind + " " + id + ".");
        }
        ObjectNode control = ((ObjectNode) written).deepCopy().put("action", EditControl.EDIT);
        Optional.ofNullable(caller.getName()).ifPresent(name -> control.put("by", name));
        return sender.edit(id, control)
                .handle((record, failure) -> failure == null
                        ? Responses.json(
                                Responses.ACCEPTED,
                                new RecordOrigin(record.partition(), record.offset(), EditKey.of(id)))
                        : Refusal.response(
                                Responses.UNAVAILABLE, "Kafka did not accept the edit: " + failure.getMessage()));
    }
}

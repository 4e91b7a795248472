package dev.atelier.contracts.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.JsonProblem;
import dev.atelier.contracts.schema.EditSchema;
import java.io.UncheckedIOException;

/**
 * A request to edit a job or a study, under its {@link EditKey}.
 *
 * @param by who requests it; empty where the request does not name them
 */
public record EditControl(LabelEdit edit, String by) {
    /** The action that such a request has. */
    public static final String EDIT = "edit";

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is not an edit; the message names what is wrong and what is expected
     */
    public static EditControl read(byte[] json) {
        JsonNode written;
        try {
            written = Json.read(json, JsonNode.class);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("expected an edit as JSON, but " + JsonProblem.describe(e), e);
        }
        if (written.isObject() && !written.has("action")) {
            throw new IllegalArgumentException("action is missing; expected \"" + EDIT + '"');
        }
        return new EditControl(
                EditSchema.read(written).orElseThrow(), written.path("by").asText(""));
    }
}

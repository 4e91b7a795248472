package dev.atelier.results.rest.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.access.Refusal;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.JsonProblem;
import dev.atelier.results.submission.CurrentLabels;
import dev.atelier.results.submission.LabelEditor;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.submission.RequestRefusedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.io.UncheckedIOException;

/** Edits of jobs and studies as JSON merge patches (RFC 7396) of {@code name}, {@code notes}, {@code tags}, {@code archived}. */
@Singleton
public final class LabelPatch {
    public static final String MEDIA_TYPE = "application/merge-patch+json";
    /** For the description of the interface. */
    public static final String DESCRIPTION =
            "null takes back what was edited: the name is the submitted one again, a tag goes. The response has the labels as"
                    + " they are shown then; where the edit takes longer than some seconds to appear, as they were.";

    private final LabelEditor editor;

    LabelPatch(LabelEditor editor) {
        this.editor = editor;
    }

    /**
     * Edits a job or a study.
     *
     * @throws WebApplicationException if the patch is invalid, or not taken
     */
    public CurrentLabels apply(Labelled kind, String id, byte[] patch) throws InterruptedException {
        try {
            return editor.edit(kind, id, Json.read(patch, JsonNode.class));
        } catch (UncheckedIOException e) {
            throw Refusal.badRequest("expected an edit as JSON, but " + JsonProblem.describe(e));
        } catch (RequestRefusedException e) {
            throw new WebApplicationException(Refusal.response(e.status(), String.valueOf(e.getMessage())));
        }
    }
}

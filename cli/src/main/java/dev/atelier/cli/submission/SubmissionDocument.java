package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a file requests.
 *
 * @param request a job or a study
 * @param notes what the settings left out of it, for the person who submits it
 * @param fallback the study that its author wants instead where the datasets of the first are not available
 */
public record SubmissionDocument(JsonNode request, List<String> notes, Optional<JsonNode> fallback) {
    public SubmissionDocument {
        notes = List.copyOf(notes);
    }
}

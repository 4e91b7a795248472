package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a file requests.
 *
 * @param request a job or a study
 * @param fallback the study that its author wants instead where the datasets of the first are not available
 */
public record SubmissionDocument(JsonNode request, Optional<JsonNode> fallback) {}

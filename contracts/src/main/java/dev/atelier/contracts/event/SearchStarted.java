package dev.atelier.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.metric.Objective;
import java.time.Instant;

/**
 * A search begins, or continues after it was cancelled.
 *
 * @param submission the submission that requested it
 * @param name the study's name
 * @param base fields that all trials share, as they were written
 * @param search what is searched and how, with its defaults
 * @param objective what trials are compared by
 * @param epochs of a complete training
 * @param fresh whether trials that have a result are trained again
 */
public record SearchStarted(
        String study,
        String submission,
        String name,
        JsonNode base,
        JsonNode search,
        Objective objective,
        int epochs,
        boolean fresh,
        Instant time)
        implements SearchEvent {
    @Override
    public String id() {
        return study + "/search/" + submission;
    }
}

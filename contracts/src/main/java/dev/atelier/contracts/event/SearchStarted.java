package dev.atelier.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.metric.Objective;
import java.time.Instant;
import java.util.List;

/**
 * A search begins, or was submitted again before its end, and continues if it was cancelled.
 *
 * @param submission the submission that requested it
 * @param name the study's name
 * @param base fields that all trials share, as they were written
 * @param search what is searched and how, as it was written
 * @param objective what trials are compared by
 * @param epochs of a complete training
 * @param jobs ids of the study's other jobs, which are trained to their results
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
        List<String> jobs,
        boolean fresh,
        Instant time)
        implements SearchEvent {
    public SearchStarted {
        jobs = List.copyOf(jobs);
    }

    @Override
    public String id() {
        return study + "/search/" + submission;
    }
}

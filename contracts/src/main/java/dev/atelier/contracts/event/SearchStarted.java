package dev.atelier.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.metric.Objective;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param owner whose trainer time it takes, by the token of the request; null where none was needed
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
        Instant time)
        implements SearchEvent {
    public SearchStarted {
        jobs = List.copyOf(jobs);
    }

    /** A search of nobody in particular. */
    public SearchStarted(
            String study,
            String submission,
            String name,
            JsonNode base,
            JsonNode search,
            Objective objective,
            int epochs,
            List<String> jobs,
            boolean fresh,
            Instant time) {
        this(study, submission, name, base, search, objective, epochs, jobs, fresh, null, time);
    }

    @Override
    public String id() {
        return study + "/search/" + submission;
    }
}

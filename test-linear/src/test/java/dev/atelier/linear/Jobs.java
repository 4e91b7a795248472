package dev.atelier.linear;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;

/** Jobs of the family, resolved by the schema that its descriptor makes. */
final class Jobs {
    private Jobs() {}

    /** A job with this {@code training} section. */
    static Job with(String training) throws JsonProcessingException {
        String job =
                "{\"family\": \"linear\", \"data\": {\"dataset\": \"fashion-mnist\"}, \"training\": " + training + "}";
        return JobSchema.resolve(Json.MAPPER.readTree(job)).orElseThrow();
    }
}

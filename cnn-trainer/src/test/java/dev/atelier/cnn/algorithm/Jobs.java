package dev.atelier.cnn.algorithm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;

/** Jobs of the family, as far as they are not the defaults. */
public final class Jobs {
    private Jobs() {}

    public static Job resolved(JsonNode part) {
        ObjectNode whole = part.deepCopy();
        whole.put("family", "cnn");
        return JobSchema.resolve(whole).orElseThrow();
    }

    public static Job resolved(String part) {
        try {
            return resolved(Json.MAPPER.readTree(part.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(part, e);
        }
    }
}

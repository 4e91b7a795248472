package dev.atelier.mlp.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.random.Seeds;

/** Networks as jobs describe them. */
final class Jobs {

    private Jobs() {}

    /** @param part the sections {@code model} and {@code training} of a job, as far as they are not the defaults */
    static Job resolved(JsonNode part) {
        ObjectNode whole = part.deepCopy();
        whole.put("family", "mlp").put("name", "test").putObject("data").put("dataset", "fashion-mnist");
        return JobSchema.resolve(whole).orElseThrow();
    }

    static Job resolved(String part) {
        try {
            return resolved(Json.MAPPER.readTree(part));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(part, e);
        }
    }

    static Mlp network(Job job, int inputs, int classes, long seed, Workers workers) {
        return new Mlp(MlpSpec.of(job), job.training(), inputs, classes, new Seeds(seed), workers);
    }
}

package dev.atelier.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;

/** Jobs for tests, written as people write them. */
public final class TransferJobs {
    private TransferJobs() {}

    public static Job job(String json) {
        try {
            ObjectNode node = (ObjectNode) Json.MAPPER.readTree(json);
            node.put("family", "transfer");
            return JobSchema.resolve(node).orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}

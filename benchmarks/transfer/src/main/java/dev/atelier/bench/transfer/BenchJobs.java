package dev.atelier.bench.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;

/** The jobs that the benchmarks run: 5,000 images of 64 pixels a side, five epochs, a backbone as it was drawn. */
final class BenchJobs {
    private BenchJobs() {}

    /** @param hidden widths of the head's hidden layers, as JSON */
    static Job head(String hidden, int threads) {
        try {
            return JobSchema.resolve(Json.MAPPER.readTree("""
                    {"family": "transfer", "name": "bench",
                     "data": {"limit": 5000, "split": {"validation": 1000}, "resize": 64},
                     "model": {"weights": {"source": "scratch"}, "trainable": "head", "hidden": %s},
                     "training": {"epochs": 5, "batchSize": 64}, "runtime": {"device": "cpu", "threads": %d}}
                    """.formatted(hidden, threads)))
                    .orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(hidden, e);
        }
    }
}

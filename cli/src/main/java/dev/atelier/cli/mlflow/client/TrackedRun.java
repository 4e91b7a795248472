package dev.atelier.cli.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run as MLflow has it.
 *
 * @param status MLflow's name for it, of more than {@link RunStatus} has
 * @param end milliseconds since 1970
 * @param metrics the names of those that it has any value of
 */
public record TrackedRun(
        String id,
        String name,
        String status,
        Optional<Long> end,
        String artifactUri,
        Map<String, String> params,
        Map<String, String> tags,
        Set<String> metrics) {
    private static final String NAME_TAG = "mlflow.runName";

    public TrackedRun {
        params = Map.copyOf(params);
        tags = Map.copyOf(tags);
        metrics = Set.copyOf(metrics);
    }

    /** Reads what the API calls a Run. */
    static TrackedRun of(JsonNode run) {
        JsonNode info = run.path("info");
        Map<String, String> tags = values(run.at("/data/tags"));
        JsonNode end = info.path("end_time");
        return new TrackedRun(
                info.path("run_id").asText(),
                info.path("run_name").asText(tags.getOrDefault(NAME_TAG, "")),
                info.path("status").asText(),
                end.isMissingNode() || end.isNull() ? Optional.empty() : Optional.of(end.asLong()),
                info.path("artifact_uri").asText(),
                values(run.at("/data/params")),
                tags,
                values(run.at("/data/metrics")).keySet());
    }

    private static Map<String, String> values(JsonNode entries) {
        Map<String, String> values = new HashMap<>();
        entries.forEach(entry ->
                values.put(entry.path("key").asText(), entry.path("value").asText()));
        return values;
    }
}

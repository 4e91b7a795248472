package dev.atelier.cli.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run of {@link InMemoryMlflow}. */
final class InMemoryRun {
    final Map<String, String> params = new LinkedHashMap<>();
    final Map<String, String> tags = new LinkedHashMap<>();

    /** As MLflow's table: the same value of the same time and step is there once, any other is one more. */
    private final Set<JsonNode> metrics = new LinkedHashSet<>();

    private final String experiment;
    private final ObjectNode info;

    InMemoryRun(String id, String experiment, String artifactUri, JsonNode request) {
        this.experiment = experiment;
        this.info = InMemoryMlflow.object()
                .put("run_id", id)
                .put("experiment_id", experiment)
                .put("run_name", InMemoryMlflow.text(request, "run_name"))
                .put("status", "RUNNING")
                .put("start_time", request.path("start_time").asLong())
                .put("artifact_uri", artifactUri);
        request.path("tags").forEach(this::tag);
    }

    boolean isOf(String other) {
        return experiment.equals(other);
    }

    JsonNode document() {
        ObjectNode run = InMemoryMlflow.object();
        run.set("info", info.deepCopy());
        ObjectNode data = run.putObject("data");
        data.set("params", entries(params));
        data.set("tags", entries(tags));
        ArrayNode latest = data.putArray("metrics");
        Set<String> seen = new HashSet<>();
        metrics.stream().filter(metric -> seen.add(metric.path("key").asText())).forEach(latest::add);
        return run;
    }

    JsonNode update(JsonNode request) {
        for (String field : List.of("status", "end_time", "run_name")) {
            if (request.has(field)) {
                info.set(field, request.get(field));
            }
        }
        return InMemoryMlflow.object().set("run_info", info);
    }

    JsonNode deleteTag(String key) {
        if (tags.remove(key) == null) {
            throw new InMemoryMlflow.Refused(404, "RESOURCE_DOES_NOT_EXIST", "No tag with name: " + key);
        }
        return InMemoryMlflow.object();
    }

    JsonNode log(JsonNode request) {
        atMost(100, request.path("params").size(), "params");
        atMost(100, request.path("tags").size(), "tags");
        atMost(1000, request.path("metrics").size(), "metrics");
        request.path("params").forEach(this::param);
        request.path("metrics").forEach(this::metric);
        request.path("tags").forEach(this::tag);
        return InMemoryMlflow.object();
    }

    List<JsonNode> history(String key) {
        return new ArrayList<>(metrics.stream()
                .filter(metric -> metric.path("key").asText().equals(key))
                .toList());
    }

    private void param(JsonNode entry) {
        String key = key(entry);
        String value = value(entry, 6000);
        String before = params.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            throw InMemoryMlflow.invalid("Changing param values is not allowed. " + key + " is " + before);
        }
    }

    private void metric(JsonNode entry) {
        key(entry);
        if (!entry.path("value").isNumber()
                || entry.path("timestamp").asLong(-1) < 0
                || !entry.path("step").isNumber()) {
            throw InMemoryMlflow.invalid("Invalid metric " + entry);
        }
        metrics.add(entry);
    }

    private void tag(JsonNode entry) {
        tags.put(key(entry), value(entry, 8000));
    }

    private static String key(JsonNode entry) {
        String key = InMemoryMlflow.text(entry, "key");
        boolean path = !Path.of(key).normalize().toString().equals(key);
        if (!key.matches("[/\\w.\\- :]*") || key.length() > 250 || path) {
            throw InMemoryMlflow.invalid("Invalid name '" + key + "'");
        }
        return key;
    }

    private static String value(JsonNode entry, int most) {
        String value = InMemoryMlflow.text(entry, "value");
        atMost(most, value.length(), "characters of " + entry.path("key"));
        return value;
    }

    private static void atMost(int most, int count, String what) {
        if (count > most) {
            throw InMemoryMlflow.invalid("A batch has at most " + most + " " + what + ". Got " + count);
        }
    }

    private static ArrayNode entries(Map<String, String> values) {
        ArrayNode list = InMemoryMlflow.object().putArray("entries");
        values.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return list;
    }
}

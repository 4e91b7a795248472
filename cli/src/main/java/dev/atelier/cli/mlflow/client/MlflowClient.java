package dev.atelier.cli.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The part of MLflow's REST API that an export needs.
 *
 * @see <a href="https://mlflow.org/docs/latest/rest-api.html">MLflow's description of it</a>
 */
public final class MlflowClient {
    private static final String API = "/api/2.0/mlflow/";
    private static final int MAX_PARAMS_A_BATCH = 100;
    private static final int MAX_TAGS_A_BATCH = 100;
    private static final int MAX_METRICS_A_BATCH = 1000;
    private static final int PAGE = 1000;

    private final MlflowHttp http;

    public MlflowClient(TrackingAddress address, Credentials credentials) {
        this.http = new MlflowHttp(address, credentials);
    }

    public TrackingAddress address() {
        return http.address();
    }

    /** An experiment; {@code deleted} where it lies in MLflow's bin, from which it keeps its name. */
    public record Experiment(String id, boolean deleted) {
        static Experiment of(JsonNode experiment) {
            return new Experiment(
                    experiment.path("experiment_id").asText(),
                    experiment.path("lifecycle_stage").asText().equals("deleted"));
        }
    }

    public Optional<Experiment> experiment(String name) throws InterruptedException {
        try {
            JsonNode answer = get("experiments/get-by-name?experiment_name=" + MlflowHttp.encode(name));
            return Optional.of(Experiment.of(answer.path("experiment")));
        } catch (MlflowException e) {
            if (e.code().equals(MlflowException.DOES_NOT_EXIST)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Creates an experiment and returns its id. */
    public String createExperiment(String name, Map<String, String> tags) throws InterruptedException {
        ObjectNode body = object().put("name", name);
        body.set("tags", entries(tags));
        return post("experiments/create", body).path("experiment_id").asText();
    }

    /** The runs of an experiment that have a tag, whatever its value; without those in MLflow's bin. */
    public List<TrackedRun> runsWithTag(String experiment, String tag) throws InterruptedException {
        List<TrackedRun> runs = new ArrayList<>();
        String token = "";
        do {
            ObjectNode body = object().put("filter", "tags.`" + tag + "` != ''")
                    .put("run_view_type", "ACTIVE_ONLY")
                    .put("max_results", PAGE);
            body.putArray("experiment_ids").add(experiment);
            if (!token.isEmpty()) {
                body.put("page_token", token);
            }
            JsonNode answer = post("runs/search", body);
            answer.path("runs").forEach(run -> runs.add(TrackedRun.of(run)));
            token = answer.path("next_page_token").asText("");
        } while (!token.isEmpty());
        return runs;
    }

    public TrackedRun createRun(String experiment, String name, Instant start, Map<String, String> tags)
            throws InterruptedException {
        ObjectNode body =
                object().put("experiment_id", experiment).put("run_name", name).put("start_time", start.toEpochMilli());
        body.set("tags", entries(tags));
        return TrackedRun.of(post("runs/create", body).path("run"));
    }

    public void logParams(String run, Map<String, String> params) throws InterruptedException {
        logBatches(run, "params", entries(params), MAX_PARAMS_A_BATCH);
    }

    public void logMetrics(String run, List<MetricPoint> metrics) throws InterruptedException {
        ArrayNode list = Json.MAPPER.createArrayNode();
        metrics.forEach(point -> list.addObject()
                .put("key", point.key())
                .put("value", point.value())
                .put("timestamp", point.time().toEpochMilli())
                .put("step", point.step()));
        logBatches(run, "metrics", list, MAX_METRICS_A_BATCH);
    }

    public void setTags(String run, Map<String, String> tags) throws InterruptedException {
        logBatches(run, "tags", entries(tags), MAX_TAGS_A_BATCH);
    }

    public void deleteTag(String run, String key) throws InterruptedException {
        post("runs/delete-tag", object().put("run_id", run).put("key", key));
    }

    /** The values of a metric by step; the first of those that share a step. */
    public Map<Long, Double> history(String run, String metric) throws InterruptedException {
        Map<Long, Double> values = new HashMap<>();
        String query = "metrics/get-history?run_id=" + MlflowHttp.encode(run) + "&metric_key="
                + MlflowHttp.encode(metric) + "&max_results=" + PAGE;
        String token = "";
        do {
            JsonNode answer = get(token.isEmpty() ? query : query + "&page_token=" + MlflowHttp.encode(token));
            answer.path("metrics")
                    .forEach(point -> values.putIfAbsent(
                            point.path("step").asLong(), point.path("value").asDouble()));
            token = answer.path("next_page_token").asText("");
        } while (!token.isEmpty());
        return values;
    }

    /** Sets the state and the name of a run; an end cannot be taken back. */
    public void updateRun(String run, String name, RunStatus status, Optional<Instant> end)
            throws InterruptedException {
        ObjectNode body = object().put("run_id", run).put("run_name", name).put("status", status.name());
        end.ifPresent(time -> body.put("end_time", time.toEpochMilli()));
        post("runs/update", body);
    }

    /** The sizes of the files that lie in a folder, in bytes by name. */
    public Map<String, Long> files(ArtifactPlace.Proxied folder) throws InterruptedException {
        Map<String, Long> sizes = new HashMap<>();
        http.get(folder.listing())
                .path("files")
                .forEach(file -> sizes.put(
                        file.path("path").asText(), file.path("file_size").asLong()));
        return sizes;
    }

    /** Puts a file into a folder, in place of one of the same name. */
    public void upload(ArtifactPlace.Proxied folder, String name, InputStream in, long bytes)
            throws InterruptedException {
        http.put(folder.file(name), in, bytes);
    }

    private JsonNode get(String call) throws InterruptedException {
        URI uri = http.address().at(API + call);
        return http.get(uri);
    }

    private JsonNode post(String call, JsonNode body) throws InterruptedException {
        return http.post(API + call, body);
    }

    private void logBatches(String run, String kind, ArrayNode all, int most) throws InterruptedException {
        for (int from = 0; from < all.size(); from += most) {
            ObjectNode body = object().put("run_id", run);
            ArrayNode batch = body.putArray(kind);
            for (int i = from; i < Math.min(from + most, all.size()); i++) {
                batch.add(all.get(i));
            }
            post("runs/log-batch", body);
        }
    }

    private static ArrayNode entries(Map<String, String> values) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        BiConsumer<String, String> add =
                (key, value) -> list.addObject().put("key", key).put("value", value);
        values.forEach(add);
        return list;
    }

    private static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }
}

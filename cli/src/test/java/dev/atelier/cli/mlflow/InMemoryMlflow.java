package dev.atelier.cli.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tracking server in memory, as strict as MLflow 3: names once only, parameters unchangeable, its limits on batches and
 * lengths (which MLflow's own server cuts, and this one refuses), and pages far smaller than were asked for.
 */
final class InMemoryMlflow implements AutoCloseable {
    private static final int RUNS_A_PAGE = 2;
    private static final int VALUES_A_PAGE = 100;
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
    private static final Pattern FILTER = Pattern.compile("tags\\.`([^`]+)` != ''");

    final Map<String, ObjectNode> experiments = new LinkedHashMap<>();
    final Map<String, InMemoryRun> runs = new LinkedHashMap<>();
    final Map<String, byte[]> files = new LinkedHashMap<>();
    final List<String> requests = new ArrayList<>();

    String artifactRoot = "mlflow-artifacts:/";
    String authorization = "";
    boolean servesArtifacts = true;
    int requestsUntilOutage = Integer.MAX_VALUE;

    private final HttpServer server;

    InMemoryMlflow() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                answer(exchange, body);
            }
        });
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** A refusal, in MLflow's words. */
    static final class Refused extends RuntimeException {
        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    static Refused invalid(String message) {
        return new Refused(400, "INVALID_PARAMETER_VALUE", message);
    }

    private synchronized void answer(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        try {
            if (!authorization.isEmpty() && !authorization.equals(given)) {
                send(exchange, 401, "You are not authenticated.".getBytes(StandardCharsets.UTF_8));
            } else if (--requestsUntilOutage < 0) {
                throw new Refused(500, "INTERNAL_ERROR", "the database is unavailable");
            } else if (path.startsWith(FILES) && !servesArtifacts) {
                send(
                        exchange,
                        503,
                        "disabled; run `mlflow server` with `--serve-artifacts`".getBytes(StandardCharsets.UTF_8));
            } else if (exchange.getRequestMethod().equals("PUT")) {
                files.put(path.substring(FILES.length() + 1), body);
                send(exchange, 200, new byte[0]);
            } else if (path.startsWith(FILES)) {
                send(exchange, 200, Json.bytes(listing(query(exchange).get("path") + "/")));
            } else {
                Map<String, String> query = query(exchange);
                JsonNode request = body.length == 0 ? Json.tree(query) : Json.MAPPER.readTree(body);
                send(exchange, 200, Json.bytes(call(path, request, body.length)));
            }
        } catch (Refused e) {
            send(
                    exchange,
                    e.status,
                    Json.bytes(Map.of("error_code", e.code, "message", String.valueOf(e.getMessage()))));
        }
    }

    private JsonNode call(String path, JsonNode request, int bytes) {
        return switch (path.replace("/api/2.0/mlflow/", "")) {
            case "experiments/get-by-name" -> object().set("experiment", experiment(text(request, "experiment_name")));
            case "experiments/create" -> createExperiment(request);
            case "runs/search" -> search(request);
            case "runs/create" -> createRun(request);
            case "runs/update" -> run(request).update(request);
            case "runs/delete-tag" -> run(request).deleteTag(text(request, "key"));
            case "runs/log-batch" -> {
                if (bytes > 1_000_000) {
                    throw invalid("Batched logging API requests must be at most 1000000 bytes.");
                }
                yield run(request).log(request);
            }
            case "metrics/get-history" ->
                page(run(request).history(text(request, "metric_key")), "metrics", VALUES_A_PAGE, request);
            default -> throw new Refused(404, "ENDPOINT_NOT_FOUND", "No API at " + path);
        };
    }

    private ObjectNode experiment(String name) {
        return experiments.values().stream()
                .filter(experiment -> experiment.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        404, "RESOURCE_DOES_NOT_EXIST", "Could not find experiment with name '" + name + "'"));
    }

    private JsonNode createExperiment(JsonNode request) {
        String name = text(request, "name");
        if (experiments.values().stream()
                .anyMatch(other -> other.path("name").asText().equals(name))) {
            throw new Refused(400, "RESOURCE_ALREADY_EXISTS", "Experiment(name=" + name + ") already exists.");
        }
        String id = Integer.toString(experiments.size() + 1);
        ObjectNode experiment =
                object().put("experiment_id", id).put("name", name).put("lifecycle_stage", "active");
        experiment.set("tags", request.path("tags"));
        experiments.put(id, experiment);
        return object().put("experiment_id", id);
    }

    private JsonNode createRun(JsonNode request) {
        String experiment = text(request, "experiment_id");
        if (!experiments.containsKey(experiment)) {
            throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=" + experiment + " exists");
        }
        String id = "%032x".formatted(runs.size() + 1);
        InMemoryRun run = new InMemoryRun(id, experiment, artifactRoot + experiment + "/" + id + "/artifacts", request);
        runs.put(id, run);
        return object().set("run", run.document());
    }

    private JsonNode search(JsonNode request) {
        Matcher filter = FILTER.matcher(text(request, "filter"));
        if (!filter.matches()) {
            throw invalid("Invalid filter " + request.path("filter"));
        }
        String experiment = request.at("/experiment_ids/0").asText();
        List<JsonNode> found = new ArrayList<>();
        runs.values().stream()
                .filter(run -> run.isOf(experiment) && run.tags.containsKey(filter.group(1)))
                .forEach(run -> found.add(run.document()));
        return page(found, "runs", RUNS_A_PAGE, request);
    }

    private static JsonNode page(List<JsonNode> all, String name, int most, JsonNode request) {
        int from = request.path("page_token").asInt(0);
        int to = Math.min(all.size(), from + most);
        ObjectNode answer = object();
        if (from < to) {
            ArrayNode list = answer.putArray(name);
            all.subList(from, to).forEach(list::add);
        }
        return to < all.size() ? answer.put("next_page_token", Integer.toString(to)) : answer;
    }

    private JsonNode listing(String folder) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        files.forEach((name, bytes) -> {
            if (name.startsWith(folder)) {
                list.addObject().put("path", name.substring(folder.length())).put("file_size", bytes.length);
            }
        });
        return list.isEmpty() ? object() : object().set("files", list);
    }

    private InMemoryRun run(JsonNode request) {
        String id = text(request, "run_id");
        InMemoryRun run = runs.get(id);
        if (run == null) {
            throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=" + id + " not found");
        }
        return run;
    }

    static String text(JsonNode request, String field) {
        if (!request.path(field).isTextual()) {
            throw invalid("Missing value for required parameter '" + field + "'.");
        }
        return request.path(field).textValue();
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

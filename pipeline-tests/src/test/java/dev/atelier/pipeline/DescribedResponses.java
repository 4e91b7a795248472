package dev.atelier.pipeline;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Requests to the results service, each compared with what {@code docs/openapi.yaml} says of its response. */
final class DescribedResponses implements AutoCloseable {
    private static final String SUBMIT = "POST /api/submissions";
    private static final String STREAM = "GET /api/events";

    private final OpenApi document = OpenApi.read();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final Set<String> answered = new TreeSet<>();
    private final List<String> mistakes = new ArrayList<>();

    private DescribedResponses(String address) {
        this.address = address;
    }

    /** Uses every operation on jobs and studies of its own, and returns where a response is not as it is described. */
    static List<String> mistakes(RunningStack stack) {
        try (DescribedResponses api = new DescribedResponses(stack.resultsAddress())) {
            JsonNode study = api.submit("""
                    {'study': 'described', 'variants': [{'name': 'small', 'patch': {'model': {'hidden': [16]}}},
                     {'name': 'large', 'patch': {'model': {'hidden': [24]}}}],
                     'search': {'algorithm': 'grid', 'space': {'training.batchSize': {'choice': [16]}}},
                     'base': {'family': 'mlp', 'data': {'dataset': 'fashion-mnist-sample'}, 'training': {'epochs': 2}}}
                    """);
            JsonNode diverging = api.submit("""
                    {'family': 'mlp', 'name': 'diverging', 'data': {'dataset': 'fashion-mnist-sample'},
                     'training': {'epochs': 2, 'optimizer': {'name': 'sgd', 'learningRate': 100}}}
                    """);
            JsonNode rejected = api.send(SUBMIT, "/api/submissions", 400, Optional.of("{\"family\": \"mpl\"}"));
            List<String> jobs = RunningStack.jobs(study);
            String failed = RunningStack.jobs(diverging).getFirst();
            Stream.concat(jobs.stream(), Stream.of(failed)).forEach(stack::awaitEnd);
            awaitSearch(stack, study.path("study").asText());
            api.change(jobs.getFirst(), study.path("study").asText());
            api.cancel(stack);
            api.send("POST /api/admin/rebuild", "/api/admin/rebuild", 200, Optional.empty());
            api.read("GET /api/jobs/{id}", "/api/jobs/" + failed);
            api.send("GET /api/jobs/{id}", "/api/jobs/nobody", 404, Optional.empty());
            api.send("GET /api/jobs", "/api/jobs?limit=0", 400, Optional.empty());
            api.readAll(Map.of(
                    "jobs",
                    jobs,
                    "studies",
                    List.of(study.path("study").asText()),
                    "submissions",
                    List.of(
                            study.path("submission").asText(),
                            rejected.path("submission").asText())));
            return api.mistakes();
        }
    }

    private static void awaitSearch(RunningStack stack, String study) {
        await().atMost(RunningStack.TIMEOUT)
                .until(() -> stack.results("/api/studies/" + study + "/search")
                        .filter(search -> search.path("state").asText().equals("ENDED"))
                        .isPresent());
    }

    private JsonNode submit(String json) {
        return send(SUBMIT, "/api/submissions", 202, Optional.of(json.replace('\'', '"')));
    }

    private void change(String job, String study) {
        Optional<String> edit = Optional.of("{\"name\": \"edited\", \"tags\": {\"paper\": \"yes\"}}");
        send("PATCH /api/jobs/{id}", "/api/jobs/" + job, 200, edit);
        send("PATCH /api/studies/{id}", "/api/studies/" + study, 200, edit);
        send("POST /api/jobs/{id}/edit", "/api/jobs/" + job + "/edit", 202, edit);
        send("POST /api/studies/{id}/edit", "/api/studies/" + study + "/edit", 202, edit);
        for (String what : List.of("cancel", "pause", "resume")) {
            send("POST /api/jobs/{id}/" + what, "/api/jobs/" + job + "/" + what, 409, Optional.empty());
        }
        send("POST /api/jobs/{id}/unpin", "/api/jobs/" + job + "/unpin", 202, Optional.empty());
        send("POST /api/jobs/{id}/pin", "/api/jobs/" + job + "/pin?reason=kept%20%26%20cited", 202, Optional.empty());
    }

    private void cancel(RunningStack stack) {
        JsonNode endless = submit("""
                {'study': 'endless', 'seeds': [1, 2], 'base': {'family': 'mlp', 'model': {'hidden': [16]},
                 'data': {'dataset': 'fashion-mnist-sample'}, 'training': {'epochs': 100000}}}
                """);
        String study = endless.path("study").asText();
        List<String> jobs = RunningStack.jobs(endless);
        for (String id : List.of("/api/jobs/" + jobs.getFirst(), "/api/studies/" + study)) {
            String operation = "POST " + id.substring(0, id.lastIndexOf('/')) + "/{id}/";
            send(operation + "pause", id + "/pause?now=true", 202, Optional.empty());
            send(operation + "resume", id + "/resume", 202, Optional.empty());
        }
        send(
                "POST /api/jobs/{id}/cancel",
                "/api/jobs/" + jobs.getFirst() + "/cancel?reason=tried",
                202,
                Optional.empty());
        send("POST /api/studies/{id}/cancel", "/api/studies/" + study + "/cancel", 202, Optional.empty());
        jobs.forEach(stack::awaitEnd);
    }

    /**
     * Sends a request that must be answered with this status.
     *
     * @param operation as the document has it, such as {@code GET /api/jobs/{id}}
     * @param path with the query
     * @return the response; an empty object where it is not JSON
     */
    private JsonNode send(String operation, String path, int status, Optional<String> body) {
        String verb = operation.replaceFirst(" .*", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", verb.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(verb, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            String type = response.headers().firstValue("Content-Type").orElse("");
            String text = "";
            try (InputStream in = response.body()) {
                // A stream does not end.
                text = operation.equals(STREAM) ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (response.statusCode() != status) {
                mistakes.add(operation + " at " + path + " has status " + response.statusCode() + ": " + text);
            } else {
                document.mistakes(operation, status, type, text)
                        .forEach(mistake -> mistakes.add(operation + " at " + path + ": " + mistake));
            }
            if (status < 300) {
                answered.add(operation);
            }
            return RunningStack.parse(type.startsWith("application/json") ? text : "{}");
        } catch (IOException e) {
            throw new AssertionError(operation + " is not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * Requests everything that can be read, of each of these, and with each value that a parameter can have.
     *
     * @param ids what stands in the place of {@code {id}}, by the part of the path before it
     */
    private void readAll(Map<String, List<String>> ids) {
        document.operations().stream()
                .filter(operation -> operation.startsWith("GET "))
                .forEach(operation -> {
                    String path = operation.substring(4);
                    String kind = path.replaceFirst("/\\{id}.*", "").replaceFirst(".*/", "");
                    List<String> paths = path.contains("{id}")
                            ? ids.get(kind).stream()
                                    .map(id -> path.replace("{id}", id))
                                    .toList()
                            : List.of(path);
                    paths.forEach(each -> read(operation, each.replace("{name}", "model.safetensors")));
                });
    }

    private void read(String operation, String path) {
        boolean isLookup = path.endsWith("/lookup");
        send(operation, path + (isLookup ? "?text=widths" : ""), 200, Optional.empty());
        document.queryParameters(operation).forEach((name, schema) -> {
            for (JsonNode value : schema.path("enum")) {
                send(operation, path + "?" + name + "=" + value.asText(), 200, Optional.empty());
            }
            if (schema.has("default")) {
                send(operation, path + "?" + name + "=" + schema.path("default").asText(), 200, Optional.empty());
            }
        });
    }

    /** Where responses were not as they are described, and the operations that never succeeded. */
    private List<String> mistakes() {
        document.operations().stream()
                .filter(operation -> !answered.contains(operation))
                .forEach(operation -> mistakes.add(operation + " was not answered as requested"));
        return List.copyOf(mistakes);
    }

    @Override
    public void close() {
        // Streams of changes are still open.
        http.shutdownNow();
    }
}

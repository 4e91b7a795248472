package dev.atelier.cli.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers as the results-service does, with jobs that a test takes from state to state. */
public final class RecordedResults implements AutoCloseable {
    public static final String STUDY = "depth-1a2b3c4d";
    static final Instant STARTED = Instant.parse("2026-01-02T03:04:00Z");
    static final String WEIGHTS = "the weights of ";

    private final HttpServer server;
    private final ObjectNode study = recorded("study.json");
    private final Map<String, ObjectNode> jobs = new LinkedHashMap<>();
    private final Map<String, List<JsonNode>> epochs = new LinkedHashMap<>();

    public RecordedResults() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/", exchange -> {
            Optional<byte[]> body = answer(exchange.getRequestURI());
            byte[] bytes = body.orElseGet(() -> Json.bytes(Map.of("reason", "There is no such thing")));
            exchange.sendResponseHeaders(body.isPresent() ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            boolean cut = isCut(exchange.getRequestURI());
            exchange.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.start();
    }

    static ObjectNode recorded(String name) {
        try (InputStream in = RecordedResults.class.getResourceAsStream(name)) {
            return (ObjectNode) Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    /** Adds a job that waits. */
    public RecordedResults queued(String job, String variant, long seed) {
        ObjectNode document = recorded("job.json").put("id", job).put("seed", seed);
        ((ObjectNode) document.path("request")).put("seed", seed);
        jobs.put(job, document);
        epochs.put(job, new ArrayList<>());
        return member(job, variant, seed);
    }

    /** Makes a job a member of the study once more. */
    RecordedResults member(String job, String variant, long seed) {
        ((ArrayNode) study.path("members"))
                .addObject()
                .put("experiment", "depth")
                .put("variant", variant)
                .put("seed", seed)
                .put("family", "mlp")
                .put("job", job)
                .put("disposition", "QUEUED")
                .put("state", "QUEUED")
                .put("counted", false);
        return this;
    }

    /** Starts a job, or goes on with it, up to an epoch. */
    RecordedResults running(String job, int epoch) {
        document(job)
                .put("state", "RUNNING")
                .put("startedAt", STARTED.toString())
                .put("epoch", epoch);
        document(job).putNull("endedAt").putNull("reason");
        List<JsonNode> trained = epochs.get(job);
        while (trained.size() < epoch) {
            int number = trained.size() + 1;
            trained.add(recorded("epoch.json")
                    .put("epoch", number)
                    .put("trainLoss", 1.0 / number)
                    .put("completedAt", STARTED.plusSeconds(number).toString()));
        }
        return this;
    }

    public RecordedResults completed(String job, int epoch) {
        running(job, epoch);
        ended(job, "COMPLETED").put("testAccuracy", 0.87).put("testLoss", 0.41).put("testedEpoch", epoch);
        document(job).putObject("model").put("path", "p").put("parameters", 7).put("sha256", "e".repeat(64));
        ArrayNode artifacts = document(job).putArray("artifacts");
        for (String name : List.of("model.json", "model.safetensors", "predictions.safetensors")) {
            artifacts
                    .addObject()
                    .put("name", name)
                    .put("path", "jobs/" + job + "/" + name)
                    .put("sha256", "f".repeat(64))
                    .put("bytes", file(job, name).length);
        }
        return this;
    }

    RecordedResults failed(String job, String reason) {
        ended(job, "FAILED").put("reason", reason);
        return this;
    }

    ObjectNode document(String job) {
        return jobs.get(job);
    }

    List<JsonNode> epochs(String job) {
        return epochs.get(job);
    }

    private ObjectNode ended(String job, String state) {
        return document(job)
                .put("state", state)
                .put("endedAt", STARTED.plusSeconds(3600).toString());
    }

    static byte[] file(String job, String name) {
        return name.equals("model.json")
                ? new byte[0]
                : (WEIGHTS + job + " in " + name).getBytes(StandardCharsets.UTF_8);
    }

    private Optional<byte[]> answer(URI uri) {
        String[] parts = uri.getPath().substring("/api/".length()).split("/");
        if (parts[0].equals("lookup")) {
            String text = uri.getQuery().substring("text=".length());
            boolean isMeant =
                    STUDY.equals(text) || study.path("name").textValue().equals(text);
            return Optional.of(Json.bytes(Map.of("items", isMeant ? List.of(match()) : List.of(), "more", false)));
        }
        if (parts[0].equals("studies")) {
            Object answer = parts.length == 1 ? Map.of("items", List.of(study), "total", 1) : study;
            return parts.length == 1 || parts[1].equals(STUDY) ? Optional.of(Json.bytes(answer)) : Optional.empty();
        }
        ObjectNode job = jobs.get(parts[1]);
        if (job == null) {
            return Optional.empty();
        }
        return switch (parts.length) {
            case 2 -> Optional.of(Json.bytes(job));
            case 3 ->
                Optional.of(Json.bytes(Map.of(
                        "items",
                        epochs.get(parts[1]),
                        "total",
                        epochs.get(parts[1]).size())));
            default -> Optional.of(file(parts[1], parts[3])).filter(file -> isOffered(job, parts[3]));
        };
    }

    private ObjectNode match() {
        return study.deepCopy()
                .put("kind", "study")
                .put("by", "name")
                .put("state", "")
                .put("ended", 0)
                .put("at", STARTED.toString())
                .put("jobs", 1);
    }

    /** Whether this file breaks off in its middle. */
    private boolean isCut(URI uri) {
        String[] parts = uri.getPath().split("/");
        return parts.length == 6
                && jobs.containsKey(parts[3])
                && document(parts[3]).path("cut").asBoolean();
    }

    private static boolean isOffered(ObjectNode job, String name) {
        return job.path("artifacts").findValuesAsText("name").contains(name)
                && !job.path("lost").asBoolean();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

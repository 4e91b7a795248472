package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.EventWriter;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The whole service against a real broker and a real database. Each test publishes jobs of its own. */
abstract class ServiceTest {
    static {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
    }

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    protected final HttpClient http = HttpClient.newHttpClient();
    protected EventWriter log;

    @BeforeEach
    void open() {
        log = new EventWriter(bootstrapServers, topic);
    }

    @AfterEach
    void close() {
        log.close();
        http.close();
    }

    void publishCompleted(String job) {
        publishCompleted(job, job + "/model.safetensors");
    }

    void publishCompleted(String job, String path) {
        var completed = SampleEvents.completed(job, "r", 0.88);
        var artifact = completed.artifacts().getFirst();
        Event withPath = new dev.atelier.contracts.event.JobCompleted(
                job,
                0,
                "r",
                5,
                4,
                5,
                completed.test(),
                completed.model(),
                List.of(new dev.atelier.contracts.event.JobCompleted.Artifact(
                        artifact.name(), path, artifact.sha256(), artifact.bytes())),
                6.25,
                completed.time());
        log.publish(
                SampleEvents.queued(job, 1), SampleEvents.started(job, "r"), SampleEvents.epoch(job, "r", 5), withPath);
        awaitState(job.replace("%", "%25"), "COMPLETED");
    }

    void awaitState(String job, String state) {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            HttpResponse<String> response = get("/api/jobs/" + job);
            return response.statusCode() == 200
                    && parse(response).path("state").asText().equals(state);
        });
    }

    void awaitEpochs(String job, int epochs) {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            HttpResponse<String> response = get("/api/jobs/" + job + "/epochs");
            return response.statusCode() == 200 && parse(response).path("total").asInt() == epochs;
        });
    }

    java.util.concurrent.Callable<Boolean> exists(String path) {
        BooleanSupplier there = () -> get(path).statusCode() == 200;
        return there::getAsBoolean;
    }

    List<String> ids(String path) {
        return json(path).path("items").findValuesAsText("id");
    }

    String refusal(String path, int status) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        return parse(response).path("reason").asText();
    }

    JsonNode json(String path) {
        return json(path, "GET");
    }

    JsonNode json(String path, String method) {
        HttpResponse<String> response = send(path, method);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return parse(response);
    }

    static JsonNode parse(HttpResponse<String> response) {
        return Json.read(response.body().getBytes(UTF_8), JsonNode.class);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(path, "GET", headers);
    }

    HttpResponse<String> send(String path, String method, String... headers) {
        return send(path, method, HttpRequest.BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> send(String path, String method, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** One event of a stream. */
}

package dev.atelier.stacktesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The services of a local stack as a person reaches them over HTTP: submits jobs, reads them and waits for them. */
public abstract class StackClient {
    /** Within this long each step of a test has to be done. */
    public static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int portBase;

    /** {@code portBase} is the port of the results service; that of the dataset service follows it. */
    StackClient(int portBase) {
        this.portBase = portBase;
    }

    int portBase() {
        return portBase;
    }

    /** Submits over HTTP and returns the answer, which must be an acceptance. */
    public JsonNode submit(String json) {
        return submit(json, false);
    }

    /** Submits a job that is trained even if it has a result. */
    public JsonNode submitFresh(String json) {
        return submit(json, true);
    }

    /** Submits what must be rejected. */
    public void refused(String json) {
        HttpResponse<String> answer = post(json, false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    private JsonNode submit(String json, boolean fresh) {
        HttpResponse<String> answer = post(json, fresh);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return parse(answer.body());
    }

    private HttpResponse<String> post(String json, boolean fresh) {
        return send(HttpRequest.newBuilder(URI.create(dataset("/api/submissions?fresh=" + fresh)))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    /** Ids of the jobs that an acceptance names. */
    public static List<String> jobs(JsonNode accepted) {
        return StreamSupport.stream(accepted.path("members").spliterator(), false)
                .map(member -> member.path("job").asText())
                .toList();
    }

    public Optional<JsonNode> job(String id) {
        return results("/api/jobs/" + id);
    }

    public List<JsonNode> epochs(String id) {
        return results("/api/jobs/" + id + "/epochs").stream()
                .flatMap(epochs -> StreamSupport.stream(epochs.path("items").spliterator(), false))
                .toList();
    }

    /** Waits until a job is as it should be. */
    public JsonNode awaitJob(String id, Predicate<JsonNode> condition) {
        return await("job " + id)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> job(id), found -> found.filter(condition).isPresent())
                .orElseThrow();
    }

    public JsonNode awaitEnd(String id) {
        return awaitJob(id, StackClient::hasEnded);
    }

    private static boolean hasEnded(JsonNode job) {
        return List.of("COMPLETED", "FAILED", "CANCELLED")
                .contains(job.path("state").asText());
    }

    /** Waits until more epochs of the job than this are known, or the job has ended. */
    public void awaitEpochOrEnd(String id, int beyond) {
        await("epoch after " + beyond + " of job " + id)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> epochs(id).size() > beyond
                        || job(id).filter(StackClient::hasEnded).isPresent());
    }

    boolean isReady(int port) {
        try {
            return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/health/ready")))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    public String dataset(String path) {
        return "http://localhost:" + (portBase + 1) + path;
    }

    public String resultsAddress() {
        return "http://localhost:" + portBase;
    }

    /** A page of the results service; nothing while the service is unavailable or does not know it yet. */
    public Optional<JsonNode> results(String path) {
        try {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(resultsAddress() + path)));
            return answer.statusCode() == 200 ? Optional.of(parse(answer.body())) : Optional.empty();
        } catch (UncheckedIOException away) {
            return Optional.empty();
        }
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}

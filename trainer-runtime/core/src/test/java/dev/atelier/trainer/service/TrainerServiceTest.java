package dev.atelier.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.attempt.RecordedEvents;
import dev.atelier.trainer.attempt.TestJobs;
import dev.atelier.trainer.attempt.TinyAlgorithm;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.outage.MachineCondition;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The service as an application has it, over HTTP and Kafka alone. */
@QuarkusTest
@Isolated
@QuarkusTestResource(TestService.class)
class TrainerServiceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TestHTTPResource("/q/")
    private URI service;

    @ConfigProperty(name = "atelier.data")
    private String data;

    /** What an application brings along. */
    static final class Application {
        @Produces
        @Singleton
        TrainingAlgorithm algorithm() {
            return new TinyAlgorithm(TinyAlgorithm.BeforeStep.NOTHING);
        }
    }

    @Test
    void theServiceTakesJobsStaysHealthyAndCountsThem() throws Exception {
        await().atMost(TIMEOUT).until(() -> get("health/ready").contains("\"status\": \"UP\",\n    \"checks\""));
        String broker = Infrastructure.bootstrapServers();
        DatasetManifest dataset = RandomDataset.publish(broker, "served", 200, 50);
        String topic = Topics.jobs(new Family("mlp")).topicName();
        try (TestJobs jobs = new TestJobs(broker, topic);
                RecordedEvents recorded = new RecordedEvents(broker)) {
            String unreadable = TestJobs.newId();
            jobs.add("not-a-job", new byte[] {'{'});
            jobs.add(unreadable, "{\"job\": \"%s\"}".formatted(unreadable).getBytes(StandardCharsets.UTF_8));
            String job = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(TIMEOUT)
                    .until(() -> !recorded.of(job, JobCompleted.class).isEmpty());
            assertThat(recorded.of(unreadable, JobFailed.class)).hasSize(1);
        }
        assertThat(get("health/live")).contains("job-queue", "controls").doesNotContain("DOWN");
        assertThat(get("health/ready")).doesNotContain("DOWN");
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(get("metrics"))
                        .contains("atelier_runs_total{family=\"mlp\",reason=\"none\",state=\"completed\"} 1.0")
                        .contains("atelier_runs_total{family=\"mlp\",reason=\"unreadable\",state=\"failed\"} 1.0")
                        .contains("atelier_runs_total{family=\"mlp\",reason=\"none\",state=\"cancelled\"} 0.0")
                        .contains("atelier_epoch_duration_seconds_count{family=\"mlp\"} 4")
                        .contains("atelier_queue_deliveries_total{family=\"mlp\"} 3.0")
                        .contains("atelier_queue_set_aside_total{family=\"mlp\"} 1.0")
                        .contains("atelier_job_log_lines_lost_total{family=\"mlp\"} 0.0")
                        .contains("atelier_jobs_held{family=\"mlp\"} 0.0"));
    }

    @Test
    void oldResultsOfEndedJobsAreSweptOnRequestAndTheLogSaysSo() throws Exception {
        await().atMost(TIMEOUT).until(() -> get("health/ready").contains("\"status\": \"UP\",\n    \"checks\""));
        String old = writeResult(Duration.ofDays(181));
        String young = writeResult(Duration.ofDays(179));
        String unfinished = writeResult(Duration.ofDays(181));
        new CheckpointStore(Path.of(data).resolve("checkpoints"))
                .of(unfinished)
                .claim("run", QueuePlace.ofTime(Instant.now()), Instant.now());
        try (RecordedEvents recorded = new RecordedEvents(Infrastructure.bootstrapServers())) {
            JsonNode due = json(gc("GET"));
            assertThat(due.path("dryRun").asBoolean()).isTrue();
            assertThat(due.path("kinds"))
                    .extracting(kind -> kind.path("kind").asText())
                    .containsExactly("checkpoints", "features", "artifacts");

            JsonNode swept = json(gc("POST"));

            assertThat(swept.path("kinds"))
                    .allSatisfy(kind -> assertThat(kind.has("failure")).isFalse());
            assertThat(result(old)).doesNotExist();
            assertThat(result(young)).exists();
            assertThat(result(unfinished)).exists();
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(recorded.of(old, ArtifactsDeleted.class))
                            .singleElement()
                            .satisfies(event -> {
                                assertThat(event.reason()).isEqualTo("they are older than 180 days");
                                assertThat(event.bytes()).isEqualTo(7);
                            }));
            assertThat(recorded.of(young, ArtifactsDeleted.class)).isEmpty();
            assertThat(recorded.of(unfinished, ArtifactsDeleted.class)).isEmpty();
        }
    }

    @Test
    void healthAndLogSayWhyNoJobIsTakenUntilTheCauseIsGone() throws Exception {
        await().atMost(TIMEOUT).until(() -> get("health/ready").contains("\"status\": \"UP\",\n    \"checks\""));
        String broker = Infrastructure.bootstrapServers();
        DatasetManifest dataset = RandomDataset.publish(broker, "served", 200, 50);
        Path checkpoints = Path.of(data).resolve("checkpoints");
        Path aside = checkpoints.resolveSibling("aside");
        String reason = "the folder of checkpoints, " + checkpoints + ", cannot be written to: ";
        try (TestJobs jobs = new TestJobs(broker, Topics.jobs(new Family("mlp")).topicName());
                RecordedEvents recorded = new RecordedEvents(broker);
                WrittenLog log = WrittenLog.of(MachineCondition.class)) {
            Files.move(checkpoints, aside);
            Files.writeString(checkpoints, "a file in place of the folder");
            String job = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(TIMEOUT).until(() -> status("health/ready") == 503);
            JsonNode machine = check("machine");
            assertThat(machine.path("status").asText()).isEqualTo("DOWN");
            assertThat(machine.path("data").path("reason").asText()).startsWith(reason);
            assertThat(machine.path("data").path("kind").asText()).isEqualTo("storage");
            assertThat(log.text()).contains("This trainer takes no jobs: " + reason);
            assertThat(get("health/live"))
                    .as("a restart would not help")
                    .contains("\"status\": \"UP\",\n    \"checks\"");

            Files.delete(checkpoints);
            Files.move(aside, checkpoints);
            await().atMost(TIMEOUT).until(() -> status("health/ready") == 200);
            assertThat(check("machine").path("data").has("reason")).isFalse();
            assertThat(log.text()).contains("This trainer takes jobs again after ");
            await().atMost(TIMEOUT)
                    .until(() -> !recorded.of(job, JobCompleted.class).isEmpty());
            assertThat(recorded.of(job, JobFailed.class)).isEmpty();
        }
    }

    private JsonNode check(String name) throws IOException, InterruptedException {
        for (JsonNode check : Json.MAPPER.readTree(get("health/ready")).path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("there is no check " + name);
    }

    private int status(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private Path result(String job) {
        return Path.of(data).resolve("artifacts/jobs").resolve(job);
    }

    private String writeResult(Duration age) throws IOException {
        String job = TestJobs.newId();
        Path file = Files.createDirectories(result(job)).resolve("model.safetensors");
        Files.writeString(file, "weights");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return job;
    }

    @Test
    void nothingIsSweptForAnotherSiteOrUnderAnotherName() throws Exception {
        assertThat(gc("POST", "Sec-Fetch-Site", "cross-site").body()).contains("a page of another site");
        assertThat(gc("POST", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(gc("POST", "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
        assertThat(gc("DELETE").statusCode()).isEqualTo(405);
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream()
                    .write(
                            "POST /api/admin/gc HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403")
                    .contains("responds only to the host name localhost");
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }

    private HttpResponse<String> gc(String method, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve("/api/admin/gc")).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}

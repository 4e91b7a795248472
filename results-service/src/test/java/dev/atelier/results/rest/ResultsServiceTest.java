package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.EventWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service against a real broker and a real database. Each test tells of jobs of its own. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ResultsServiceTest {
    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    @Inject
    CountedRebuilds rebuilds;

    private final HttpClient http = HttpClient.newHttpClient();
    private EventWriter log;

    @BeforeEach
    void open() {
        log = new EventWriter(bootstrapServers, topic);
    }

    @AfterEach
    void close() {
        log.close();
        http.close();
    }

    @Test
    void aCompletedJobIsShownWhole() {
        publishCompleted("whole");

        JsonNode job = json("/api/jobs/whole");

        assertThat(job.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(job.path("name").asText()).isEqualTo("whole");
        assertThat(job.path("family").asText()).isEqualTo("mlp");
        assertThat(job.path("attempt").asInt()).isEqualTo(1);
        assertThat(job.path("seed").isIntegralNumber()).isTrue();
        assertThat(job.path("testAccuracy").asDouble()).isEqualTo(0.88);
        assertThat(job.path("testLoss").asDouble()).isEqualTo(0.33);
        assertThat(job.path("request").path("training").path("epochs").asInt()).isEqualTo(5);
        assertThat(job.path("confusion").path(0).path(0).asInt()).isEqualTo(9);
        assertThat(job.path("model").path("sha256").asText()).hasSize(64);
        assertThat(job.path("model").path("parameters").asLong()).isEqualTo(269_322);
        assertThat(job.path("environment").path("vectorFeatures").asText()).isEqualTo("avx512");
        assertThat(job.path("reason").isNull()).isTrue();
        assertThat(job.path("queuedAt").asText()).startsWith("2026-03-01T12:00:01.123456");
    }

    @Test
    void epochsAreListedInOrderWithTheirAttempt() {
        log.publish(
                SampleEvents.queued("resumed", 1),
                SampleEvents.started("resumed", "a"),
                SampleEvents.epoch("resumed", "a", 1),
                SampleEvents.resumed("resumed", "b", "a", 1),
                SampleEvents.epoch("resumed", "a", 1).publishedBy(0, "b"),
                SampleEvents.epoch("resumed", "b", "b", 2, Double.NaN));
        awaitEpochs("resumed", 2);

        JsonNode epochs = json("/api/jobs/resumed/epochs");

        assertThat(epochs.path("total").asInt()).isEqualTo(2);
        assertThat(epochs.at("/items/0/attempt").asInt()).isEqualTo(1);
        assertThat(epochs.at("/items/0/samplesPerSecond").asDouble()).isEqualTo(50_000.5);
        assertThat(epochs.at("/items/1/attempt").asInt()).isEqualTo(2);
        assertThat(epochs.at("/items/1/trainLoss").isNull()).isTrue();
    }

    @Test
    void jobsAreFilteredAndPaged() {
        log.publish(
                SampleEvents.study("listing", "listing-12345678", "listed-1", "listed-2", "listed-3"),
                SampleEvents.queued("listed-1", 1),
                SampleEvents.queued("listed-2", 1),
                SampleEvents.started("listed-2", "r"),
                SampleEvents.queued("listed-3", 1));
        awaitState("listed-2", "RUNNING");
        awaitState("listed-3", "QUEUED");

        assertThat(ids("/api/jobs?study=listing-12345678&state=QUEUED")).containsExactly("listed-1", "listed-3");
        JsonNode second = json("/api/jobs?study=listing-12345678&limit=1&offset=1");
        assertThat(second.path("total").asInt()).isEqualTo(3);
        assertThat(second.path("items")).hasSize(1);
        assertThat(ids("/api/jobs?study=listing-12345678&family=cnn")).isEmpty();
        assertThat(json("/api/jobs/listed-1").path("study").asText()).isEqualTo("listing-12345678");
    }

    @Test
    void aJobOfAFamilyThatIsNotKnownIsShownLikeAnyOther() {
        Job known = SampleEvents.request("graph");
        ObjectNode request = (ObjectNode) Json.tree(known);
        request.put("family", "gnn").set("model", Json.MAPPER.createObjectNode().put("hops", 3));
        Job unknown = Json.read(Json.bytes(request), Job.class);
        JobQueued queued = SampleEvents.queued("graph", 1);
        log.publish(
                new JobQueued(
                        "graph",
                        queued.submission(),
                        1,
                        queued.datasetKey(),
                        queued.datasetDigest(),
                        unknown,
                        null,
                        queued.time()),
                new JobStarted("graph", 1, "r", null, unknown, SampleEvents.environment(), SampleEvents.time(10)),
                SampleEvents.epoch("graph", "r", 5),
                SampleEvents.completed("graph", "r", 0.5));
        awaitState("graph", "COMPLETED");

        assertThat(ids("/api/jobs?family=gnn")).containsExactly("graph");
        assertThat(json("/api/jobs/graph").at("/request/model/hops").asInt()).isEqualTo(3);
        assertThat(get("/jobs/graph").statusCode()).isEqualTo(200);
        assertThat(get("/").body()).contains("gnn");
        assertThat(json("/api/fleet").path("items").findValuesAsText("family")).contains("gnn");
    }

    @Test
    void aStudyShowsItsVariantsBesideWhatWasPublished() {
        log.publish(SampleEvents.study("means", "means-12345678", "m-1", "m-2", "m-3", "m-4"));
        double[] accuracies = {0.735, 0.84, 0.737, 0.86};
        for (int i = 1; i <= 4; i++) {
            log.publish(
                    SampleEvents.queued("m-" + i, 1),
                    SampleEvents.started("m-" + i, "r"),
                    SampleEvents.epoch("m-" + i, "r", 5),
                    SampleEvents.completed("m-" + i, "r", accuracies[i - 1]));
            awaitState("m-" + i, "COMPLETED");
        }

        JsonNode study = json("/api/studies/means-12345678");

        assertThat(study.path("completed").asInt()).isEqualTo(4);
        assertThat(study.at("/members/2/metrics/testAccuracy").asDouble()).isEqualTo(0.737);
        JsonNode linear = study.at("/variants/0");
        assertThat(linear.path("variant").asText()).isEqualTo("linear");
        assertThat(linear.at("/mean/testAccuracy").asDouble())
                .isCloseTo(0.736, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(linear.at("/standardDeviation/testAccuracy").asDouble())
                .isCloseTo(0.001414213562, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(linear.at("/published/values/0").asDouble()).isEqualTo(73.8);
        assertThat(linear.at("/published/reproduced").asBoolean()).isTrue();
        assertThat(study.at("/variants/1/published").isNull()).isTrue();
        assertThat(json("/api/studies").path("items").findValuesAsText("id")).contains("means-12345678");
    }

    @Test
    void submissionsAndDatasetsAreShown() {
        log.publish(SampleEvents.rejected("wrong"), SampleEvents.dataset());
        await().until(exists("/api/submissions/wrong"));
        await().until(() -> json("/api/datasets").path("total").asInt() > 0);

        JsonNode submission = json("/api/submissions/wrong");

        assertThat(submission.path("accepted").asBoolean()).isFalse();
        assertThat(submission.at("/violations/0/field").asText()).isEqualTo("training.batchSize");
        assertThat(submission.path("offset").asLong()).isEqualTo(8);
        assertThat(json("/api/datasets").at("/items/0/manifest/shape/height").asInt())
                .isEqualTo(28);
    }

    @Test
    void mistakesAreAnsweredWithASentence() {
        assertThat(refusal("/api/jobs/nobody", 404)).startsWith("There is no job 'nobody'");
        assertThat(refusal("/api/jobs/nobody/epochs", 404)).startsWith("There is no job 'nobody'");
        assertThat(refusal("/api/studies/nobody", 404)).startsWith("There is no study 'nobody'");
        assertThat(refusal("/api/submissions/nobody", 404)).startsWith("Submission 'nobody' is not known");
        assertThat(refusal("/api/nothing", 404)).startsWith("There is nothing at /api/nothing");
        assertThat(refusal("/api/jobs?state=DONE", 400))
                .isEqualTo("state is 'DONE'; expected one of QUEUED, RUNNING, COMPLETED, FAILED, CANCELLED");
        assertThat(refusal("/api/jobs?limit=0", 400)).isEqualTo("limit is '0'; expected a whole number from 1 to 1000");
        assertThat(refusal("/api/events?after=yesterday", 400)).contains("the position is 'yesterday'");
    }

    @Test
    void artifactsAreServedByRangeAndFromTheirFolderOnly() throws IOException {
        Path folder = Path.of("target/test-data/artifacts/weights");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("model.safetensors"), "0123456789");
        Files.writeString(Path.of("target/test-data/secret"), "secret");
        publishCompleted("weights");
        String path = "/api/jobs/weights/artifacts/model.safetensors";

        assertThat(get(path).body()).isEqualTo("0123456789");
        HttpResponse<String> part = get(path, "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
        assertThat(get(path, "Range", "bytes=-3").body()).isEqualTo("789");
        HttpResponse<String> outside = get(path, "Range", "bytes=10-");
        assertThat(outside.statusCode()).isEqualTo(416);
        assertThat(outside.headers().firstValue("Content-Range")).contains("bytes */10");
        assertThat(get(path, "If-None-Match", "\"" + "e".repeat(64) + "\"").statusCode())
                .isEqualTo(304);
        assertThat(get("/api/jobs/weights/artifacts/other").statusCode()).isEqualTo(404);

        publishCompleted("..%2Fescape", "../secret");
        assertThat(get("/api/jobs/..%252Fescape/artifacts/model.safetensors").statusCode())
                .isEqualTo(404);
    }

    @Test
    void changesAreSentAsTheyAreCommittedAndResumedWithoutLossOrRepetition() throws Exception {
        log.publish(
                SampleEvents.queued("live", 1),
                SampleEvents.started("live", "r"),
                SampleEvents.epoch("live", "r", 1),
                SampleEvents.epoch("live", "r", 2));
        awaitEpochs("live", 2);
        List<StreamEvent> first = events("/api/events?job=live&after=start", "", 3);
        assertThat(first).extracting(StreamEvent::epoch).contains(1, 2);
        String lastId =
                first.stream().map(StreamEvent::id).filter(id -> !id.isEmpty()).reduce("", (a, b) -> b);

        log.publish(
                SampleEvents.resumed("live", "s", "r", 2),
                SampleEvents.epoch("live", "r", 1).publishedBy(0, "s"),
                SampleEvents.epoch("live", "r", 2).publishedBy(0, "s"),
                SampleEvents.epoch("live", "s", 3));
        awaitEpochs("live", 3);
        json("/api/admin/rebuild", "POST");

        List<StreamEvent> second = events("/api/events?job=live", lastId, 2);
        assertThat(second)
                .filteredOn(event -> event.type().equals("epoch"))
                .extracting(StreamEvent::epoch)
                .containsExactly(3);
    }

    @Test
    void aStreamOfAStudySendsJobsThatWereThereBefore() throws Exception {
        log.publish(
                SampleEvents.queued("early", 1),
                SampleEvents.started("early", "r"),
                SampleEvents.epoch("early", "r", 1));
        awaitEpochs("early", 1);
        log.publish(SampleEvents.study("late", "late-12345678", "early"));
        await().until(exists("/api/studies/late-12345678"));

        assertThat(events("/api/events?study=late-12345678&after=start", "", 2))
                .extracting(StreamEvent::epoch)
                .contains(1);
    }

    @Test
    void aRebuildAnswersWhatItDid() {
        publishCompleted("rebuilt");

        JsonNode report = json("/api/admin/rebuild", "POST");

        assertThat(report.path("records").asLong()).isPositive();
        assertThat(report.path("rows").path("jobs").asLong()).isPositive();
        assertThat(report.path("events").path("JobCompleted").asLong()).isPositive();
        assertThat(json("/api/jobs/rebuilt").path("state").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void aSiteWhoseNameIsMadeToLeadHereRebuildsNothing() throws Exception {
        int before = rebuilds.count();
        for (String host : List.of("evil.example:8180", "localhost:8180")) {
            try (RawClient browser = new RawClient(service)) {
                browser.request("POST", "/api/admin/rebuild", "Host: " + host, "Sec-Fetch-Site: same-origin");
                String status = host.startsWith("evil") ? "HTTP/1.1 421 " : "HTTP/1.1 200 ";
                assertThat(browser.readTo("\r\n")).as(host).startsWith(status);
            }
        }
        assertThat(rebuilds.count()).isEqualTo(before + 1);
    }

    @Test
    void whatWasTrainedOnASampleIsNamedAfterIt() {
        String name = "fashion-mnist-sample";
        Job job = sampleJob(name);
        JobQueued queued = SampleEvents.queued("sampled", 1);
        SubmissionAccepted study = SampleEvents.study("sample", "quickstart-sample-12345678", "sampled");
        log.publish(
                sample(name),
                new SubmissionAccepted(
                        study.submission(),
                        study.origin(),
                        study.study(),
                        "quickstart-sample",
                        Json.MAPPER
                                .createObjectNode()
                                .put("study", "quickstart-sample")
                                .set("base", Json.MAPPER.createObjectNode().put("family", "mlp")),
                        List.of(new SubmissionAccepted.Member(
                                "quickstart-sample",
                                name,
                                42,
                                job.family(),
                                "sampled",
                                Disposition.QUEUED,
                                1,
                                name,
                                Map.of())),
                        study.time()),
                new JobQueued(
                        "sampled",
                        queued.submission(),
                        1,
                        name + "@dddddddddddd",
                        queued.datasetDigest(),
                        job,
                        null,
                        queued.time()),
                SampleEvents.started("sampled", "r"),
                SampleEvents.epoch("sampled", "r", 5),
                SampleEvents.completed("sampled", "r", 0.875));
        awaitState("sampled", "COMPLETED");
        await().until(exists("/studies/quickstart-sample-12345678"));
        await().until(() -> json("/api/datasets").findValuesAsText("name").contains(name));

        assertThat(get("/?name=sample").body()).contains(">fashion-mnist-sample</a>");
        assertThat(get("/jobs/sampled").body())
                .contains("<h2>fashion-mnist-sample</h2>")
                .containsPattern("<th scope=\"row\">data.dataset</th><td>fashion-mnist-sample</td>");
        for (String shown : List.of("", "/report.html", "/report.json")) {
            assertThat(get("/studies/quickstart-sample-12345678" + shown).body())
                    .as("the study%s", shown)
                    .contains(
                            "quickstart-sample", "fashion-mnist-sample", "Images of fashion-mnist-sample@dddddddddddd");
        }
        assertThat(json("/api/jobs/sampled").at("/request/data/dataset").asText())
                .isEqualTo(name);
    }

    private static Job sampleJob(String name) {
        ObjectNode written = Json.MAPPER.createObjectNode().put("family", "mlp").put("name", name);
        written.putObject("data").put("dataset", name).putObject("split").put("validation", 300);
        return switch (JobSchema.resolve(written)) {
            case Checked.Valid<Job>(Job job) -> job;
            case Checked.Invalid<Job> invalid -> throw new AssertionError(invalid);
        };
    }

    private static DatasetPublished sample(String name) {
        DatasetManifest whole = SampleEvents.dataset().manifest();
        return new DatasetPublished(
                new DatasetManifest(
                        name,
                        whole.version(),
                        whole.digest(),
                        "the bundled sample",
                        whole.classes(),
                        whole.shape(),
                        whole.mean(),
                        whole.std(),
                        whole.train(),
                        whole.test(),
                        whole.topic(),
                        whole.partition()),
                SampleEvents.time(0));
    }

    @Test
    void thePageEscapesWhatPeopleTyped() {
        JobQueued queued = SampleEvents.queued("script", 1);
        log.publish(new JobQueued(
                queued.job(),
                queued.submission(),
                1,
                queued.datasetKey(),
                queued.datasetDigest(),
                queued.request().withName("<script>alert('x')</script>"),
                null,
                queued.time()));
        awaitState("script", "QUEUED");

        HttpResponse<String> page = get("/?name=alert(");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("&lt;script&gt;alert(").doesNotContain("<script>alert(");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(get("/live.js").statusCode()).isEqualTo(200);
    }

    @Test
    void whyNoTrainerTakesAJobIsReportedUntilOneDoes() throws Exception {
        String reason = "the folder of checkpoints, /data, cannot be written to: Read-only file system";
        Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        log.publish(
                SampleEvents.queued("held-up", 1),
                SampleEvents.suspended("silent", SampleEvents.time(1)),
                new TrainerSuspended("mlp-trainer on a", "mlp", "storage", reason, since, since));
        awaitState("held-up", "QUEUED");
        String said = "mlp-trainer on a takes none since " + since + ": " + reason;

        await().until(() ->
                json("/api/jobs/held-up").path("queueReason").asText().equals(said));
        assertThat(get("/jobs/held-up").body()).contains("No trainer takes this job: " + said + ".");
        assertThat(json("/api/fleet").at("/items/0/suspended")).hasSize(1);
        assertThat(json("/api/fleet").at("/items/0/notice").asText()).endsWith(", and " + said);

        log.publish(SampleEvents.started("held-up", "r"));
        awaitState("held-up", "RUNNING");
        assertThat(json("/api/jobs/held-up").path("queueReason").isNull()).isTrue();
        log.publish(new TrainerResumed("mlp-trainer on a", "mlp", since));
        await().until(() -> json("/api/fleet").at("/items/0/suspended").isEmpty());
    }

    @Test
    void aFamilyWithoutATrainerIsNamedWhereJobsWait() {
        log.publish(SampleEvents.queued("stranded", 1));
        awaitState("stranded", "QUEUED");

        JsonNode mlp = json("/api/fleet").at("/items/0");

        assertThat(mlp.path("family").asText()).isEqualTo("mlp");
        assertThat(mlp.path("trainers").asInt(-1)).isZero();
        assertThat(mlp.path("notice").asText()).contains("no mlp trainer is running");
    }

    @Test
    void metersHaveFixedLabelsAndHealthIsReported() {
        publishCompleted("metered");

        await().untilAsserted(() -> assertThat(get("/q/metrics").body())
                .contains("atelier_jobs{family=\"mlp\",state=\"COMPLETED\"}")
                .contains("atelier_queue_age_seconds{family=\"cnn\"} 0.0")
                .contains("atelier_progress_age_seconds{family=\"cnn\"} 0.0")
                .contains("atelier_events_projected_total{type=\"JobCompleted\"}")
                .contains("atelier_projection_lag_records 0.0")
                .contains("atelier_projection_lag_seconds 0.0")
                .contains("atelier_rejections_projected_total{reason=\"schema\"}")
                .contains("atelier_epoch_duration_seconds_count")
                .doesNotContain("metered"));
        await().until(() -> get("/q/health/ready").statusCode() == 200);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void theInterfaceIsDescribed() {
        assertThat(get("/q/openapi").body())
                .contains("/api/jobs/{id}/epochs")
                .contains("/api/jobs/{id}/artifacts/{name}")
                .contains("/api/studies/{id}")
                .contains("/api/events")
                .contains("/api/fleet")
                .contains("/api/admin/rebuild")
                .contains("testAccuracy");
    }

    private void publishCompleted(String job) {
        publishCompleted(job, job + "/model.safetensors");
    }

    private void publishCompleted(String job, String path) {
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

    private void awaitState(String job, String state) {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            HttpResponse<String> response = get("/api/jobs/" + job);
            return response.statusCode() == 200
                    && parse(response).path("state").asText().equals(state);
        });
    }

    private void awaitEpochs(String job, int epochs) {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            HttpResponse<String> response = get("/api/jobs/" + job + "/epochs");
            return response.statusCode() == 200 && parse(response).path("total").asInt() == epochs;
        });
    }

    private java.util.concurrent.Callable<Boolean> exists(String path) {
        BooleanSupplier there = () -> get(path).statusCode() == 200;
        return there::getAsBoolean;
    }

    private List<String> ids(String path) {
        return json(path).path("items").findValuesAsText("id");
    }

    private String refusal(String path, int status) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        return parse(response).path("reason").asText();
    }

    private JsonNode json(String path) {
        return json(path, "GET");
    }

    private JsonNode json(String path, String method) {
        HttpResponse<String> response = send(path, method);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return parse(response);
    }

    private static JsonNode parse(HttpResponse<String> response) {
        return Json.read(response.body().getBytes(UTF_8), JsonNode.class);
    }

    private HttpResponse<String> get(String path, String... headers) {
        return send(path, "GET", headers);
    }

    private HttpResponse<String> send(String path, String method, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
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
    private record StreamEvent(String type, String id, JsonNode data) {
        int epoch() {
            return type.equals("epoch") ? data.path("epoch").asInt() : 0;
        }
    }

    /** The first events of a stream, the opening position not counted. */
    private List<StreamEvent> events(String path, String lastEventId, int count) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).timeout(Duration.ofSeconds(30));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        List<StreamEvent> events = new ArrayList<>();
        try (Stream<String> lines = response.body()) {
            Iterator<String> line = lines.iterator();
            String type = "";
            String id = "";
            String data = "";
            while (events.size() < count && line.hasNext()) {
                String next = line.next();
                if (next.startsWith("event:")) {
                    type = next.substring(6).strip();
                } else if (next.startsWith("id:")) {
                    id = next.substring(3).strip();
                } else if (next.startsWith("data:")) {
                    data = next.substring(5).strip();
                } else if (next.isEmpty() && !type.isEmpty()) {
                    if (!type.equals("position")) {
                        events.add(new StreamEvent(type, id, Json.read(data.getBytes(UTF_8), JsonNode.class)));
                    }
                    type = "";
                    id = "";
                }
            }
        }
        return events;
    }
}

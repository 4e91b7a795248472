package dev.atelier.results.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Jobs, as the interface and the pages show them. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class JobInterfaceTest extends ServiceTest {
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
        assertThat(json("/api/jobs?family=gnn").path("total").asInt()).isEqualTo(1);
        assertThat(json("/api/jobs?family=gnn&state=QUEUED").path("total").asInt())
                .isZero();
        assertThat(json("/api/jobs/graph").at("/request/model/hops").asInt()).isEqualTo(3);
        assertThat(get("/jobs/graph").statusCode()).isEqualTo(200);
        assertThat(get("/").body()).contains("gnn");
        assertThat(json("/api/fleet").path("items").findValuesAsText("family")).contains("gnn");
    }

    @Test
    void aForkAndAnExtensionNameTheJobsThatTheyComeFrom() {
        log.publish(SampleEvents.related("related"));
        awaitState("related", "QUEUED");
        JobQueued origin = SampleEvents.queued("0123456789abcdef0123", 1);
        log.publish(origin);
        awaitState(origin.job(), "QUEUED");

        JsonNode job = json("/api/jobs/related");
        assertThat(job.at("/forkedFrom/job").asText()).isEqualTo(origin.job());
        assertThat(job.at("/forkedFrom/epoch").asInt()).isEqualTo(3);
        assertThat(job.at("/extendedFrom/job").asText()).isEqualTo("ffffffffffffffffffff");
        assertThat(json("/api/jobs/" + origin.job()).at("/forks/0/job").asText())
                .isEqualTo("related");
        assertThat(get("/jobs/related").body())
                .contains("Forked from", "href=\"/jobs/" + origin.job() + "\"", "at epoch 3", "which has 4 epochs");
        assertThat(get("/jobs/" + origin.job()).body()).contains("Forks:", "href=\"/jobs/related\"");
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
}

package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.EventWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No list of the interface is without a bound, and what foreign records hold is shown safely. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class BoundedListsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void everyListOfTheInterfaceHasADocumentedBound() {
        JsonNode description = json("/openapi.json");
        List<String> unbounded = new ArrayList<>();
        int paths = 0;
        for (var path : description.path("paths").properties()) {
            List<JsonNode> responses = new ArrayList<>();
            path.getValue().forEach(operation -> operation.path("responses").forEach(responses::add));
            for (JsonNode response : responses) {
                JsonNode schema =
                        response.path("content").path("application/json").path("schema");
                if (!schema.isMissingNode()) {
                    paths++;
                    collect(description, schema, path.getKey(), new HashSet<>(), unbounded);
                    if (resolve(description, schema).path("properties").has("total")
                            // As many as there are families.
                            && !path.getKey().equals("/api/fleet")
                            && !isPaged(path.getValue())) {
                        unbounded.add(path.getKey() + " has no limit of 1000 at most");
                    }
                }
            }
        }
        assertThat(unbounded).isEmpty();
        assertThat(paths).isGreaterThan(8);
    }

    @Test
    void noMoreThanTheLimitIsAnsweredAndMoreCannotBeRequested() {
        try (EventWriter log = new EventWriter(bootstrapServers, topic)) {
            log.publish(SampleEvents.queued("long", 1), SampleEvents.started("long", "r"));
            for (int epoch = 1; epoch <= 12; epoch++) {
                log.publish(SampleEvents.epoch("long", "r", epoch));
            }
        }
        await().atMost(TIMEOUT).until(() -> get("/api/jobs/long/epochs").body().contains("\"total\":12"));

        JsonNode second = json("/api/jobs/long/epochs?limit=5&after=5");
        assertThat(second.path("items").findValues("epoch"))
                .extracting(JsonNode::asInt)
                .containsExactly(6, 7, 8, 9, 10);
        for (String list : List.of("jobs", "studies", "datasets", "dead-letters", "jobs/long/epochs")) {
            assertThat(get("/api/" + list + "?limit=1001").statusCode())
                    .as(list)
                    .isEqualTo(400);
            assertThat(get("/api/" + list + "?limit=1000").statusCode())
                    .as(list)
                    .isEqualTo(200);
        }
    }

    @Test
    void recordsThatWereSetAsideAreCountedAndShownSafely() {
        try (EventWriter log = new EventWriter(bootstrapServers, topic)) {
            log.publish(new RecordSetAside(
                    "atelier.controls", 0, 7, "<b>\u001b[2J", "value is null", "nu\u202ell", SampleEvents.time(1)));
        }
        await().atMost(TIMEOUT)
                .until(() -> json("/api/dead-letters").findValuesAsText("topic").contains("atelier.controls"));

        JsonNode letters = json("/api/dead-letters");
        JsonNode letter = letters.path("items").path(0);
        assertThat(letter.path("offset").asLong()).isEqualTo(7);
        assertThat(letter.path("key").asText()).isEqualTo("<b>\\u001b[2J");
        assertThat(letters.at("/counts/0/records").asLong()).isPositive();
        assertThat(get("/dead-letters").body())
                .contains("atelier.controls, partition 0, offset 7", "&lt;b&gt;\\u001b[2J", "nu\\u202ell")
                .doesNotContain("\u001b", "\u202e");
        assertThat(get("/q/metrics").body())
                .contains("atelier_events_dead_letters_total{topic=\"atelier.controls\"} 1.0");
    }

    @Test
    void aNameThatCannotBeSeenStillLeadsToItsJob() {
        JobQueued queued = SampleEvents.queued("blank", 1);
        JobQueued clearing = SampleEvents.queued("clearing", 1);
        try (EventWriter log = new EventWriter(bootstrapServers, topic)) {
            log.publish(named(queued, " \u00a0\u2003"), named(clearing, "a\u001b[2Jb"));
        }
        await().atMost(TIMEOUT).until(() -> get("/api/jobs/clearing").statusCode() == 200);
        await().atMost(TIMEOUT).until(() -> get("/api/jobs/blank").statusCode() == 200);

        assertThat(get("/").body())
                .contains("href=\"/jobs/blank\">blank</a>", "a\\u001b[2Jb")
                .doesNotContain("\u001b");
        assertThat(get("/jobs/clearing").body()).contains("a\\u001b[2Jb").doesNotContain("\u001b");
    }

    private static JobQueued named(JobQueued queued, String name) {
        return new JobQueued(
                queued.job(),
                queued.submission(),
                1,
                queued.datasetKey(),
                queued.datasetDigest(),
                queued.request().withName(name),
                null,
                queued.time());
    }

    private static boolean isPaged(JsonNode path) {
        List<JsonNode> parameters = new ArrayList<>();
        path.path("parameters").forEach(parameters::add);
        path.path("get").path("parameters").forEach(parameters::add);
        return parameters.stream()
                .anyMatch(parameter -> parameter.path("name").asText().equals("limit")
                        && parameter.at("/schema/maximum").asInt() == 1000);
    }

    private static void collect(
            JsonNode description, JsonNode schema, String at, Set<String> seen, List<String> unbounded) {
        if (schema.has("$ref") && !seen.add(schema.path("$ref").asText())) {
            return;
        }
        JsonNode resolved = resolve(description, schema);
        if (isArray(resolved) && !resolved.has("maxItems")) {
            unbounded.add(at + " is a list without maxItems");
        }
        collectAll(description, resolved, at, seen, unbounded);
    }

    private static void collectAll(
            JsonNode description, JsonNode schema, String at, Set<String> seen, List<String> unbounded) {
        schema.path("properties")
                .properties()
                .forEach(property ->
                        collect(description, property.getValue(), at + "/" + property.getKey(), seen, unbounded));
        for (String part : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(part).forEach(each -> collect(description, each, at, seen, unbounded));
        }
        if (schema.has("items")) {
            collect(description, schema.path("items"), at + "[]", seen, unbounded);
        }
    }

    private static boolean isArray(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.asText().equals("array")
                || (type.isArray() && type.toString().contains("\"array\""));
    }

    private static JsonNode resolve(JsonNode description, JsonNode schema) {
        return schema.has("$ref") ? description.at(schema.path("$ref").asText().substring(1)) : schema;
    }

    private JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return Json.read(response.body().getBytes(UTF_8), JsonNode.class);
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(service.resolve(path))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new IllegalStateException("no answer from " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

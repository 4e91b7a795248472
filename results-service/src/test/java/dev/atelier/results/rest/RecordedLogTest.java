package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.ingest.EventWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * A log that version 0.1 wrote, and what version 0.1 answered over HTTP when it had read it: a study of four jobs, jobs that
 * failed, stopped early and were cancelled, one with two attempts, one that was cancelled in two rounds, a submission that
 * joined another's job, and submissions that were rejected. Every later version reads that log and gives these answers;
 * it may add fields.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(RecordedLogTest.LogOfItsOwn.class)
class RecordedLogTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Keeps the log free of what other tests publish. */
    public static final class LogOfItsOwn implements QuarkusTestProfile {}

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whatVersion01WroteIsAnsweredAsVersion01DidAndAfterARebuildToo() throws Exception {
        publish("events-0.1.jsonl");
        List<JsonNode> answers = read("answers-0.1.jsonl");

        await().atMost(LIMIT).untilAsserted(() -> assertAnswers(answers));
        HttpResponse<String> rebuild = http.send(
                request("/api/admin/rebuild")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(rebuild.statusCode()).as(rebuild.body()).isEqualTo(200);
        assertAnswers(answers);
    }

    private void publish(String recording) throws IOException {
        try (EventWriter log = new EventWriter(bootstrapServers, topic)) {
            for (JsonNode record : read(recording)) {
                List<Header> headers = new ArrayList<>();
                record.path("headers")
                        .properties()
                        .forEach(header -> headers.add(new RecordHeader(
                                header.getKey(), header.getValue().asText().getBytes(UTF_8))));
                log.sendAt(
                        record.path("time").asLong(),
                        new ProducerRecord<>(
                                topic, null, record.path("key").asText(), Json.bytes(record.path("body")), headers));
            }
            log.awaitAll();
        }
    }

    private void assertAnswers(List<JsonNode> answers) {
        List<String> differences = answers.stream()
                .flatMap(answer -> differences(
                        answer.path("path").asText(),
                        answer.path("body"),
                        get(answer.path("path").asText())))
                .toList();
        assertThat(differences).isEmpty();
    }

    /** Where an answer lacks or changes what was recorded. */
    private static Stream<String> differences(String path, JsonNode recorded, JsonNode now) {
        if (recorded.isObject() && now.isObject()) {
            return recorded.properties().stream()
                    .flatMap(field ->
                            differences(path + " " + field.getKey(), field.getValue(), now.path(field.getKey())));
        }
        if (recorded.isArray() && now.isArray() && recorded.size() == now.size()) {
            Stream<String> all = Stream.empty();
            for (int i = 0; i < recorded.size(); i++) {
                all = Stream.concat(all, differences(path + " " + i, recorded.path(i), now.path(i)));
            }
            return all;
        }
        return recorded.equals(now) ? Stream.empty() : Stream.of(path + ": " + recorded + " became " + now);
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path)).timeout(LIMIT);
    }

    private static List<JsonNode> read(String recording) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        RecordedLogTest.class.getResourceAsStream("/dev/atelier/results/recorded/" + recording)),
                UTF_8))) {
            List<JsonNode> records = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                records.add(Json.MAPPER.readTree(line));
            }
            return records;
        }
    }
}

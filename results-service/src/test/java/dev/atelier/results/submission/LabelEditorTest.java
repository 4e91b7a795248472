package dev.atelier.results.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.json.Json;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.live.CommitSignal;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.results.view.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edits while the tables lag behind, with a dataset-service that only records them. */
class LabelEditorTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String STUDY = "edited-00000001";

    private final List<JsonNode> edits = new CopyOnWriteArrayList<>();
    private final TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
    private HttpServer datasetService;

    @BeforeEach
    void start() throws IOException {
        database.migrate();
        database.execute("""
                INSERT INTO studies (id, submission, name, description, objective, direction, accepted_at, log_partition, log_offset)
                VALUES ('%s', 's', 'study', '', 'validation.accuracy', 'maximize', now(), 0, 0)""".formatted(STUDY));
        datasetService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        datasetService.createContext("/api/studies/" + STUDY + "/edit", this::record);
        datasetService.start();
    }

    @AfterEach
    void stop() {
        datasetService.stop(0);
    }

    @Test
    void editsOfTagsAtOneTimeKeepTheTagsOfEachOther() throws Exception {
        LabelEditor editor = editor(LONG);
        var first = new FutureTask<>(() -> editor.edit(Labelled.STUDY, STUDY, tags("{'a': '1'}")));
        var second = new FutureTask<>(() -> editor.edit(Labelled.STUDY, STUDY, tags("{'b': '2'}")));
        Thread.ofPlatform().start(first);
        await().atMost(LONG).until(() -> edits.size() == 1);
        Thread other = Thread.ofPlatform().start(second);
        await().atMost(LONG).until(() -> edits.size() == 2 || waitsForTheLock(other));
        project(0);
        await().atMost(LONG).until(() -> edits.size() == 2);
        project(1);

        assertThat(first.get().tags()).contains("a=1");
        assertThat(second.get().tags()).containsExactlyInAnyOrder("a=1", "b=2");
    }

    private static boolean waitsForTheLock(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(call -> call.getMethodName().equals("tryLock"));
    }

    @Test
    void tagsAreNotEditedWhileAnEarlierEditOfThemIsNotInTheTables() throws Exception {
        LabelEditor editor = editor(Duration.ofMillis(100));
        editor.edit(Labelled.STUDY, STUDY, tags("{'a': '1'}"));

        assertThatThrownBy(() -> editor.edit(Labelled.STUDY, STUDY, tags("{'b': '2'}")))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("Earlier edits of study '" + STUDY + "' are not shown yet; try again in some seconds");
        editor.edit(Labelled.STUDY, STUDY, Json.MAPPER.createObjectNode().put("notes", "no tags"));
        project(0);
        editor.edit(Labelled.STUDY, STUDY, tags("{'b': '2'}"));

        assertThat(edits).hasSize(3);
        assertThat(names(edits.getLast())).containsExactlyInAnyOrder("a", "b");
    }

    private LabelEditor editor(Duration timeout) {
        URI url = URI.create("http://localhost:" + datasetService.getAddress().getPort());
        return new LabelEditor(
                new Reading(database.source()),
                new CommitSignal(),
                new SubmissionClient(() -> url, new NoToken()),
                timeout);
    }

    private static JsonNode tags(String tags) {
        return Json.MAPPER
                .createObjectNode()
                .set("tags", Json.read(tags.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class));
    }

    private static Set<String> names(JsonNode edit) {
        return edit.path("tags").propertyStream().map(tag -> tag.getKey()).collect(Collectors.toSet());
    }

    private void record(HttpExchange exchange) throws IOException {
        int offset;
        synchronized (edits) {
            edits.add(Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class));
            offset = edits.size() - 1;
        }
        byte[] answer = ("{\"offset\": " + offset + "}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(202, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** Does what the projection does with an edit. */
    private void project(int offset) {
        String tags = edits.get(offset)
                .path("tags")
                .propertyStream()
                .map(tag -> "\"" + tag.getKey() + "=" + tag.getValue().asText() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        database.execute("""
                INSERT INTO study_labels (study, notes, tags, archived, edited_at, edited_by, edit_record, log_partition, log_offset)
                VALUES ('%1$s', '', '%2$s', false, now(), '', %3$d, 0, 0)
                ON CONFLICT (study) DO UPDATE SET tags = excluded.tags, edit_record = excluded.edit_record""".formatted(STUDY, tags, offset));
    }

    private static final class NoToken implements JsonWebToken {
        @Override
        public String getName() {
            return "";
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of();
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals")
        public <T> T getClaim(String claimName) {
            return null;
        }
    }
}

package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person can call a job or a study, in every command that takes one. */
class LookupTest {
    private static final String ONE = "0123456789abcdef0123";
    private static final String TWO = "0123456789abcdef0124";
    private static final String STUDY = "depth-12345678";
    private static final String EARLIER = "depth-99999999";

    /** Commands that take a job, as they are typed before it. */
    private static final List<List<String>> OF_JOBS =
            List.of(List.of("job"), List.of("restore"), List.of("pin"), List.of("unpin"));

    private static final List<List<String>> OF_STUDIES = List.of(List.of("report"), List.of("export", "mlflow"));

    @TempDir
    Path root;

    private final StringWriter err = new StringWriter();
    private final Map<String, List<ObjectNode>> matches = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private AnsweringServer server;
    private UpStack stack;

    @BeforeEach
    void start() throws IOException {
        server = AnsweringServer.start(request -> {
            String path = request.getRequestURI().getPath();
            if (path.equals("/api/lookup")) {
                String text = request.getRequestURI().getQuery().substring("text=".length());
                ObjectNode found = Json.MAPPER.createObjectNode().put("more", false);
                found.putArray("items").addAll(matches.getOrDefault(text, List.of()));
                return new Answer(200, found.toString());
            }
            if (path.equals("/api/studies")) {
                return new Answer(200, "{\"items\": [], \"total\": 0}");
            }
            requests.add(request.getRequestURI().toString());
            return new Answer(404, "{\"reason\": \"not here\"}");
        });
        int port = server.port();
        stack = UpStack.in(root.resolve(".atelier"), port, port);
        matches.put("0123", List.of(job("prefix", ONE, "mlp"), job("prefix", TWO, "cnn")));
        matches.put("0123456789abcdef0124", List.of(job("id", TWO, "cnn")));
        matches.put("0123456789abcdef012", matches.get("0123"));
        matches.put("01234", List.of(job("prefix", ONE, "mlp")));
        matches.put("mlp", List.of(job("name", ONE, "mlp")));
        matches.put("MLP", List.of(job("name", ONE, "mlp")));
        matches.put("job:cafe", List.of(job("name", ONE, "job:cafe")));
        matches.put("job:abcd", List.of(job("name", TWO, "job:abcd")));
        matches.put("shared", List.of(job("name", ONE, "shared"), job("name", TWO, "shared")));
        matches.put("Mixed", List.of(job("name", ONE, "mixed"), job("name", TWO, "Mixed")));
        matches.put("cafe", List.of(job("prefix", ONE, "mlp"), job("name", TWO, "cafe")));
        matches.put(
                "depth",
                List.of(
                        study("prefix", STUDY, "depth"),
                        study("prefix", EARLIER, "depth"),
                        study("prefix", "depth-2-77777777", "depth-2")));
        matches.put("depth-1", List.of(study("prefix", STUDY, "depth")));
        matches.put(
                "both",
                List.of(job("name", ONE, "both"), study("name", STUDY, "both"), study("name", EARLIER, "both")));
    }

    @AfterEach
    void stop() {
        stack.close();
        server.close();
    }

    static Stream<Arguments> jobs() {
        return expected(
                OF_JOBS,
                Map.ofEntries(
                        Map.entry(ONE, ONE),
                        Map.entry(" 0123456789ABCDEF0123 ", ONE),
                        Map.entry("01234", ONE),
                        Map.entry("mlp", ONE),
                        Map.entry("MLP", ONE),
                        Map.entry("job:mlp", ONE),
                        Map.entry("job:" + TWO, TWO),
                        Map.entry("job:abcd", TWO),
                        Map.entry("job:cafe", TWO),
                        Map.entry("Mixed", TWO),
                        Map.entry("cafe", TWO),
                        Map.entry("both", ONE)));
    }

    static Stream<Arguments> studies() {
        return expected(
                OF_STUDIES,
                Map.of("depth", STUDY, "depth-1", STUDY, "study:depth", STUDY, "both", STUDY, "study:both", STUDY));
    }

    static Stream<Arguments> refusals() {
        return expected(
                OF_JOBS,
                Map.of(
                        "0123", "'0123' is ambiguous",
                        "shared", "'shared' is ambiguous",
                        "none", "there is no job 'none'; 'atelier jobs' lists the jobs",
                        "", "there is no job ''",
                        "job:", "there is no job ''",
                        "depth-1", "'depth-1' is a study; expected a job: 'atelier jobs --study " + STUDY + "'"));
    }

    static Stream<Arguments> refusalsOfStudies() {
        return expected(
                OF_STUDIES,
                Map.of(
                        "none", "there is no study 'none', nor any other yet; 'atelier run FILE' runs one",
                        "mlp", "'mlp' is a job; expected a study: 'atelier studies' lists the studies"));
    }

    private static Stream<Arguments> expected(List<List<String>> commands, Map<String, String> table) {
        return commands.stream()
                .flatMap(command -> table.entrySet().stream()
                        .map(entry -> Arguments.of(command, entry.getKey(), entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource({"jobs", "studies"})
    void whatIsMeantIsFound(List<String> command, String typed, String id) {
        execute(command, typed);

        assertThat(err.toString()).doesNotContain("is ambiguous");
        if (!command.equals(List.of("restore"))) {
            assertThat(requests.getFirst().split("/")).contains(id);
        }
    }

    @ParameterizedTest
    @MethodSource({"refusals", "refusalsOfStudies"})
    void whatIsNotThereOrNotUniqueIsRefused(List<String> command, String typed, String sentence) {
        assertThat(execute(command, typed)).isEqualTo(1);

        assertThat(err.toString()).contains(sentence);
        assertThat(requests).isEmpty();
    }

    @Test
    void candidatesAreListedWithTheirStateAndTime() {
        assertThat(execute(List.of("job"), "shared")).isEqualTo(1);

        assertThat(err.toString().lines().skip(1))
                .allMatch(line ->
                        line.matches("job  [0-9a-f]{20}  shared  running  20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"))
                .hasSize(2);
    }

    @Test
    void cancelTakesBothAndTheKindDecidesWhereBothAreMeant() {
        assertThat(execute(List.of("cancel"), "both")).isEqualTo(1);
        assertThat(err.toString())
                .contains("'both' is ambiguous; expected more of the id, or 'job:both' or 'study:both'")
                .contains("2/5 ended")
                .doesNotContain(EARLIER);
        assertThat(requests).isEmpty();

        for (String typed : List.of("job:both", "study:both", "depth-1", "mlp", ONE.toUpperCase(Locale.ROOT))) {
            execute(List.of("cancel"), typed);
        }
        assertThat(requests)
                .containsExactly(
                        "/api/jobs/" + ONE + "/cancel",
                        "/api/studies/" + STUDY + "/cancel",
                        "/api/studies/" + STUDY + "/cancel",
                        "/api/jobs/" + ONE + "/cancel",
                        "/api/jobs/" + ONE + "/cancel");
        // What was submitted a moment ago is not known to the results-service yet.
        execute(List.of("cancel"), "new-0123abcd");
        assertThat(requests).last().isEqualTo("/api/studies/new-0123abcd/cancel");
        assertThat(execute(List.of("cancel"), "none")).isEqualTo(1);
        assertThat(err.toString()).contains("there is neither a job nor a study 'none'");
    }

    @Test
    void verifyTakesBothAsWell() {
        assertThat(execute(List.of("verify"), "both")).isEqualTo(1);
        assertThat(err.toString()).contains("'both' is ambiguous; expected more of the id, or 'job:both'");
        assertThat(requests).isEmpty();

        for (String typed : List.of("job:both", "study:both", "depth-1", "01234")) {
            assertThat(execute(List.of("verify"), typed)).isEqualTo(1);
        }
        assertThat(requests)
                .containsExactly(
                        "/api/jobs/" + ONE,
                        "/api/studies/" + STUDY + "/search/verification",
                        "/api/studies/" + STUDY + "/search/verification",
                        "/api/jobs/" + ONE);
    }

    @Test
    void whatIsPausedAndHowIsInTheRequest() {
        execute(List.of("pause", "--now", "--reason", "for the night"), "mlp");
        execute(List.of("pause"), "study:both");
        execute(List.of("resume"), "mlp");

        assertThat(requests)
                .containsExactly(
                        "/api/jobs/" + ONE + "/pause?now=true&reason=for%20the%20night",
                        "/api/studies/" + STUDY + "/pause",
                        "/api/jobs/" + ONE + "/resume");
    }

    private static ObjectNode job(String by, String id, String name) {
        return match("job", by, id, name).put("state", "RUNNING").put("jobs", 1).put("ended", 0);
    }

    private static ObjectNode study(String by, String id, String name) {
        return match("study", by, id, name).put("state", "").put("jobs", 5).put("ended", 2);
    }

    private static ObjectNode match(String kind, String by, String id, String name) {
        return Json.MAPPER
                .createObjectNode()
                .put("kind", kind)
                .put("by", by)
                .put("id", id)
                .put("name", name)
                .put("at", "2026-03-01T12:00:00Z");
    }

    private int execute(List<String> command, String typed) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add(typed);
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}

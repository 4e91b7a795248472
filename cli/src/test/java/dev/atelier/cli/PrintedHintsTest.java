package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.contracts.json.Json;
import dev.atelier.localstack.process.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command line that a message names can be typed as it is printed, and is about the same stack. */
class PrintedHintsTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final Pattern HINT = Pattern.compile("'atelier ([^']*)'|see: atelier (.*)");

    @TempDir
    Path root;

    private Path home;
    private final Map<String, String> answers = new TreeMap<>();

    @BeforeEach
    void layOut() throws IOException {
        home = root.resolve("elsewhere");
        Files.writeString(root.resolve("job.yaml"), "family: mlp");
    }

    static Stream<List<String>> commands() {
        return Stream.of(
                List.of("submit", "job.yaml"),
                List.of("follow", JOB),
                List.of("follow", "depth"),
                List.of("jobs"),
                List.of("job", JOB),
                List.of("job", "depth"),
                List.of("job", "none"),
                List.of("studies"),
                List.of("cancel", JOB),
                List.of("cancel", "depth"),
                List.of("cancel", "none"),
                List.of("pause", JOB),
                List.of("pause", "--now", "depth"),
                List.of("resume", JOB),
                List.of("verify", JOB),
                List.of("restore", JOB),
                List.of("report", "none"),
                List.of("report", "mlp"),
                List.of("export", "mlflow", "none"),
                List.of("rebuild"),
                List.of("gc"),
                List.of("pin", JOB),
                List.of("unpin", JOB),
                List.of("status"),
                List.of("logs", "kafka"),
                List.of("bench", "cnn"),
                List.of("jobs", "--no-such-option"),
                List.of("jbos"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void ofAStackThatIsDown(List<String> command) {
        assertRunnable(execute(command, "--data", home.toString(), "--port-base", "21500"), true);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void ofAStackWhoseServicesDoNotAnswer(List<String> command) throws IOException {
        int free = Ports.free(1).getFirst();
        try (UpStack up = UpStack.in(home, free, free)) {
            assertRunnable(execute(command, "--data", home.toString()), false);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void ofAStackThatKnowsNothing(List<String> command) throws IOException {
        assertRunnable(executeUp(command), false);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void ofAStackThatWorks(List<String> command) throws IOException {
        ObjectNode job =
                Json.MAPPER.createObjectNode().put("id", JOB).put("name", "mlp").put("family", "mlp");
        job.put("state", "QUEUED")
                .put("attempt", 1)
                .put("seed", 1)
                .put("epoch", 0)
                .put("epochs", 5);
        job.putObject("model").put("path", "p").put("sha256", "ab").put("parameters", 1);
        job.putObject("artifactsDeleted")
                .put("at", "2026-01-02T03:04:05Z")
                .put("bytes", 1)
                .put("reason", "old");
        answers.put("/api/jobs/" + JOB, job.toString());
        answers.put("/api/jobs/" + JOB + "/epochs", "{\"items\": [], \"total\": 0}");
        answers.put("/api/jobs", list(job));
        for (String control : List.of("cancel", "pause", "resume", "pin", "unpin")) {
            answers.put("/api/jobs/" + JOB + "/" + control, "{}");
        }
        answers.put("/api/studies/depth-1/cancel", "{}");
        answers.put("/api/studies/depth-1/pause?now=true", "{}");
        answers.put("/api/lookup?text=depth", matches(match("study", "depth-1", "depth")));
        answers.put("/api/lookup?text=mlp", matches(match("job", JOB, "mlp")));

        assertRunnable(executeUp(command), false);
    }

    @Test
    void thereAreHints() throws IOException {
        assertThat(hints(execute(List.of("jobs"), "--data", home.toString()))).hasSize(1);
        ofAStackThatWorks(List.of("job", JOB));
        assertThat(hints(executeUp(List.of("job", JOB))))
                .hasSize(1)
                .first()
                .asString()
                .contains("restore " + JOB);
    }

    private String executeUp(List<String> command) throws IOException {
        try (AnsweringServer server = AnsweringServer.start(request -> {
                    String answer = answers.getOrDefault(
                            request.getRequestURI().toString(),
                            answers.get(request.getRequestURI().getPath()));
                    return answer == null
                            ? request.getRequestURI().getPath().equals("/api/lookup")
                                    ? new Answer(200, matches())
                                    : request.getRequestURI().getPath().equals("/api/studies")
                                            ? new Answer(200, list())
                                            : new Answer(404, "{\"reason\": \"not here\"}")
                            : new Answer(200, answer);
                });
                UpStack up = UpStack.in(home, server.port(), server.port())) {
            return execute(command, "--data", home.toString());
        }
    }

    private static String list(ObjectNode... items) {
        ObjectNode list = Json.MAPPER.createObjectNode().put("total", items.length);
        list.putArray("items").addAll(List.of(items));
        return list.toString();
    }

    private static String matches(ObjectNode... items) {
        ArrayNode list = Json.MAPPER.createArrayNode().addAll(List.of(items));
        return Json.MAPPER
                .createObjectNode()
                .put("more", false)
                .set("items", list)
                .toString();
    }

    private static ObjectNode match(String kind, String id, String name) {
        return Json.MAPPER
                .createObjectNode()
                .put("kind", kind)
                .put("by", "name")
                .put("id", id)
                .put("name", name)
                .put("state", "")
                .put("jobs", 1)
                .put("ended", 0);
    }

    private void assertRunnable(String printed, boolean withPorts) {
        for (String hint : hints(printed)) {
            List<String> words = List.of(hint.split(" "));

            assertThat(hint).startsWith("--data " + home + (withPorts ? " --port-base 21500 " : " "));
            assertThatCode(() -> Atelier.commandLine(new Atelier(root)).parseArgs(words.toArray(String[]::new)))
                    .as(hint)
                    .doesNotThrowAnyException();
        }
    }

    private static List<String> hints(String printed) {
        List<String> hints = new ArrayList<>();
        Matcher matcher = HINT.matcher(printed);
        while (matcher.find()) {
            hints.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return hints;
    }

    private String execute(List<String> command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        command.forEach(word ->
                arguments.add(word.equals("job.yaml") ? root.resolve(word).toString() : word));
        StringWriter printed = new StringWriter();
        Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(printed, true))
                .execute(arguments.toArray(String[]::new));
        return printed.toString();
    }
}

package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code atelier logs --job}, of a results service that has a log and adds to it. */
class JobLogsCommandTest {
    private static final String JOB = "0123456789abcdef0123";

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<ObjectNode> lines = new CopyOnWriteArrayList<>();
    /** Each is added when the log has been read to its end. */
    private final List<ObjectNode> later = new CopyOnWriteArrayList<>();

    /** How often lines of a run are returned before the number of its attempt is known. */
    private final AtomicInteger readingsWithoutAttempt = new AtomicInteger();

    private AnsweringServer server;
    private UpStack stack;

    @BeforeEach
    void start() throws IOException {
        server = AnsweringServer.start(request -> {
            String path = request.getRequestURI().getPath();
            if (path.equals("/api/jobs/" + JOB)) {
                return new Answer(200, job().toString());
            }
            return path.equals("/api/jobs/" + JOB + "/log")
                    ? new Answer(200, log(request.getRequestURI().getRawQuery()).toString())
                    : new Answer(404, "{\"reason\": \"none\"}");
        });
        stack = UpStack.in(root.resolve(".atelier"), server.port(), server.port());
    }

    @AfterEach
    void stop() {
        stack.close();
        server.close();
    }

    @Test
    void linesHaveTimeLevelAndAttemptAndErrorsTheirStack() {
        lines.add(line("info", "accepted").putNull("attempt"));
        lines.add(
                line("error", "it failed").put("attempt", 2).put("stack", "java.lang.Error: it\n\tat A.b(A.java:1)\n"));

        assertThat(execute("logs", "--job", JOB)).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "2026-01-02T03:04:05.000Z  info   attempt –  accepted",
                        "2026-01-02T03:04:05.000Z  error  attempt 2  it failed",
                        "    java.lang.Error: it",
                        "    \tat A.b(A.java:1)");
    }

    @Test
    void theLastLinesAreShownAlsoOfALongLog() {
        IntStream.rangeClosed(1, 2_500).forEach(number -> lines.add(line("info", "line " + number)));

        assertThat(execute("logs", "--job", JOB, "--tail", "2")).isZero();
        assertThat(out.toString().lines()).hasSize(2).last().asString().endsWith("line 2500");
        assertThat(execute("logs", "--job", JOB, "-n", "2400")).isZero();
        assertThat(out.toString().lines().skip(2))
                .hasSize(2_400)
                .first()
                .asString()
                .endsWith("line 101");
        assertThat(execute("logs", "--job", JOB, "--tail", "0")).isZero();
        assertThat(out.toString().lines()).hasSize(2_402);
    }

    @Test
    void whatIsAddedIsFollowedToTheEndOfTheJobOnceEach() {
        lines.add(line("info", "first"));
        IntStream.rangeClosed(1, 3).forEach(number -> later.add(line("info", "later " + number)));

        assertThat(execute("logs", "--job", JOB, "--follow")).isZero();

        assertThat(out.toString().lines().map(text -> text.replaceFirst(".*attempt – {2}", "")))
                .containsExactly("first", "later 1", "later 2", "later 3");
    }

    @Test
    void aFollowedLineHasTheAttemptThatALaterListingShows() {
        lines.add(line("info", "first").put("run", "a").put("attempt", 1));
        later.add(line("info", "second").put("run", "b").put("attempt", 2));
        readingsWithoutAttempt.set(3);

        assertThat(execute("logs", "--job", JOB, "--follow")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "2026-01-02T03:04:05.000Z  info   attempt 1  first",
                        "2026-01-02T03:04:05.000Z  info   attempt 2  second");
    }

    @Test
    void aLineAsJsonIsTheSameJson() throws IOException {
        lines.add(line("info", "evil\u001b[2J\u202e"));

        assertThat(execute("logs", "--job", JOB, "--json")).isZero();

        assertThat(out.toString()).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(Json.MAPPER.readTree(out.toString()).path("message").asText())
                .isEqualTo("evil\u001b[2J\u202e");
    }

    @Test
    void hostileTextOfALineIsHarmless() {
        String hostile = "evil\u001b[2J\u009b1;1H\r\nrow\t\u202e\u0007";
        lines.add(line(hostile, hostile).put("stack", hostile).put("time", hostile));

        assertThat(execute("logs", "--job", JOB)).isZero();

        assertThat(out.toString().codePoints().filter(character -> character != '\n' && character != '\t'))
                .noneMatch(character ->
                        Character.isISOControl(character) || Character.getType(character) == Character.FORMAT);
        assertThat(out.toString().lines()).noneMatch(text -> text.startsWith("row"));
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(execute("logs", "--job", "ffffffffffffffffffff")).isEqualTo(1);
        assertThat(execute("logs", "kafka", "--job", JOB)).isEqualTo(2);
        assertThat(execute("logs", "--json")).isEqualTo(2);
        assertThat(execute("logs", "--job", JOB, "-n", "-1")).isEqualTo(2);

        assertThat(err.toString().lines().filter(line -> line.startsWith("atelier: ")))
                .satisfiesExactly(
                        unknown -> assertThat(unknown).contains("there is no job 'ffffffffffffffffffff'"),
                        both -> assertThat(both).contains("expected one of the two"),
                        json -> assertThat(json).contains("--job"),
                        negative -> assertThat(negative).contains("--lines is -1"));
    }

    private ObjectNode log(String query) {
        int limit = Integer.parseInt(parameter(query, "limit", "200"));
        String after = parameter(query, "after", "");
        List<ObjectNode> all = new ArrayList<>(lines);
        int from = after.isEmpty()
                ? Math.max(0, all.size() - limit)
                : after.equals("start") ? 0 : Integer.parseInt(after.split(":")[1]) + 1;
        if (!after.isEmpty() && from == all.size() && !later.isEmpty()) {
            lines.add(later.removeFirst());
        }
        ObjectNode page = Json.MAPPER.createObjectNode().put("total", all.size());
        ArrayNode items = page.putArray("items");
        for (int i = from; i < Math.min(all.size(), from + limit); i++) {
            ObjectNode item = all.get(i).deepCopy().put("position", "2:" + i);
            if (item.path("run").asText().equals("b") && readingsWithoutAttempt.getAndDecrement() > 0) {
                item.putNull("attempt");
            }
            items.add(item);
        }
        return page;
    }

    private static String parameter(String query, String name, String otherwise) {
        for (String each : query.split("&")) {
            if (each.startsWith(name + "=")) {
                return URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return otherwise;
    }

    private static ObjectNode line(String level, String message) {
        return Json.MAPPER
                .createObjectNode()
                .put("time", "2026-01-02T03:04:05Z")
                .put("level", level)
                .put("message", message);
    }

    private ObjectNode job() {
        return Json.MAPPER
                .createObjectNode()
                .put("id", JOB)
                .put("name", "mlp")
                .put("family", "mlp")
                .put("state", later.isEmpty() ? "COMPLETED" : "RUNNING")
                .put("attempt", 1)
                .put("seed", 42)
                .put("epoch", 5)
                .put("epochs", 5);
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

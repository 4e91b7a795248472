package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services and logs whose every text would clear the screen, split its line and reorder it. */
class HostileTextTest {
    private static final String HOSTILE = "evil\u001b[2J\u009b1;1H\r\nrow\t\u202e\u0007中";
    private static final String JOB = "0123456789abcdef0123";
    private static final String DATASETS = "/api/catalogue";

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> answers = new TreeMap<>();
    private int status = 200;
    private AnsweringServer server;
    private UpStack stack;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(root.resolve("job.yaml"), "family: mlp");
        server = AnsweringServer.start(request -> {
            String path = request.getRequestURI().getPath();
            return new Answer(path.equals(DATASETS) ? 200 : status, answers.getOrDefault(path, "{}"));
        });
        answers.put(DATASETS, "{\"items\": []}");
        int port = server.port();
        stack = UpStack.in(root.resolve(".atelier"), port, port);
    }

    @AfterEach
    void stop() {
        stack.close();
        server.close();
    }

    @Test
    void aJobsNameIsOneCellOfOneRow() {
        answers.put(
                "/api/jobs",
                object().put("total", 1)
                        .set("items", Json.MAPPER.createArrayNode().add(job()))
                        .toString());

        assertThat(execute("jobs")).isZero();

        assertHarmless();
        assertThat(out.toString().lines().filter(line -> line.contains("evil"))).hasSize(1);
        assertThat(out.toString().lines().filter(line -> line.startsWith("row")))
                .isEmpty();
    }

    @Test
    void aStateThatThereIsNotIsAnError() {
        answers.put("/api/jobs/" + JOB, job().put("state", HOSTILE).toString());

        assertThat(execute("job", JOB)).isEqualTo(1);

        assertHarmless();
    }

    @Test
    void aJobsReasonIsOneLine() {
        answers.put("/api/jobs/" + JOB, job().put("reason", HOSTILE).toString());

        assertThat(execute("job", JOB)).isZero();

        assertHarmless();
        assertThat(out.toString().lines().filter(line -> line.startsWith("evil")))
                .hasSize(1);
        assertThat(out.toString().lines().filter(line -> line.startsWith("row")))
                .isEmpty();
    }

    @Test
    void everyViolationIsOneLine() {
        status = 400;
        ObjectNode rejected = object().put("submission", "s").put("rejectedAt", "2026-01-01T00:00:00Z");
        rejected.putArray("violations")
                .addObject()
                .put("field", HOSTILE)
                .put("value", HOSTILE)
                .put("expected", HOSTILE);
        answers.put("/api/submissions", rejected.toString());

        assertThat(execute("submit", root.resolve("job.yaml").toString())).isEqualTo(1);

        assertHarmless();
        assertThat(err.toString().lines()).hasSize(2);
    }

    @Test
    void whatATextCanStandForIsHarmless() {
        ObjectNode match = object().put("kind", "job").put("by", "name").put("id", HOSTILE);
        match.put("name", HOSTILE).put("state", HOSTILE).put("jobs", 1).put("ended", 0);
        answers.put("/api/lookup", found(match, match.deepCopy().put("id", "another")));

        assertThat(execute("job", HOSTILE)).isEqualTo(1);
        assertHarmless();
        assertThat(execute("report", HOSTILE)).isEqualTo(1);
        assertHarmless();

        answers.put("/api/lookup", found());
        answers.put(
                "/api/studies",
                object().put("total", 1)
                        .set("items", Json.MAPPER.createArrayNode().add(match))
                        .toString());
        assertThat(execute("report", HOSTILE)).isEqualTo(1);
        assertHarmless();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jobs", "rebuild", "cancel", "pause", "resume", "verify", "restore", "export", "pin", "unpin"})
    void aRefusalIsOneLine(String command) {
        status = 409;
        for (String path : List.of(
                "/api/jobs",
                "/api/submissions",
                "/api/admin/rebuild",
                "/api/jobs/" + JOB + "/cancel",
                "/api/jobs/" + JOB + "/pause",
                "/api/jobs/" + JOB + "/resume",
                "/api/jobs/" + JOB + "/pin",
                "/api/jobs/" + JOB + "/unpin",
                "/api/jobs/" + JOB,
                "/api/lookup")) {
            answers.put(path, object().put("reason", HOSTILE).toString());
        }

        int exitCode = switch (command) {
            case "jobs", "rebuild" -> execute(command);
            case "export" -> execute(command, "mlflow", "depth");
            default -> execute(command, JOB);
        };

        assertThat(exitCode).isEqualTo(1);
        assertHarmless();
        assertThat(err.toString().lines()).singleElement().asString().contains("evil");
    }

    @Test
    void tablesOfARebuildAreHarmless() {
        ObjectNode report = object().put("records", 1);
        report.putObject("rows").put(HOSTILE, HOSTILE);
        answers.put("/api/admin/rebuild", report.toString());

        assertThat(execute("rebuild")).isZero();
        assertHarmless();
        assertThat(execute("rebuild", "--json")).isZero();
        assertHarmless();
    }

    @Test
    void whyAServiceIsNotReadyIsOneLineOfItsStatus() throws IOException {
        status = 503;
        ObjectNode health = object().put("status", "DOWN");
        health.putArray("checks")
                .addObject()
                .put("name", "machine")
                .put("status", "DOWN")
                .putObject("data")
                .put("reason", "the folder of checkpoints is full " + HOSTILE);
        answers.put("/q/health/ready", health.toString());
        stack.start("results-service");

        assertThat(execute("status")).isZero();

        assertHarmless();
        assertThat(out.toString().lines().filter(line -> line.startsWith("results-service ")))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("results-service is not ready: machine: the folder of checkpoints is full evil")
                .contains("\\u202e");
        assertThat(out.toString().lines().filter(line -> line.startsWith("row")))
                .isEmpty();
        assertThat(execute("status", "--json")).isZero();
        assertHarmless();
        assertThat(out.toString()).contains("\"reasons\":[\"machine: the folder of checkpoints is full evil");
    }

    @Test
    void linesOfLogsAreHarmless() throws IOException {
        Files.createDirectories(root.resolve(".atelier/logs"));
        Files.writeString(root.resolve(".atelier/logs/supervisor.log"), HOSTILE + "\n");

        assertThat(execute("logs", "supervisor")).isZero();

        assertHarmless();
        assertThat(out.toString()).contains("evil\\u001b[2J");
    }

    @Test
    void jsonIsTheSameJson() throws IOException {
        answers.put("/api/jobs/" + JOB, job().toString());

        assertThat(execute("job", JOB, "--json")).isZero();

        assertHarmless();
        assertThat(Json.MAPPER.readTree(out.toString()).path("name").textValue())
                .isEqualTo(HOSTILE);
    }

    private static String found(ObjectNode... matches) {
        ObjectNode found = object().put("more", false);
        found.putArray("items").addAll(List.of(matches));
        return found.toString();
    }

    private void assertHarmless() {
        String all = out.toString() + err;
        assertThat(all).isNotBlank();
        assertThat(all.codePoints()
                        .filter(character -> character != '\n' && character != '\t')
                        .filter(HostileTextTest::isObeyed))
                .isEmpty();
    }

    private static boolean isObeyed(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }

    private static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    private static ObjectNode job() {
        return object().put("id", JOB)
                .put("name", HOSTILE)
                .put("family", HOSTILE)
                .put("state", "RUNNING")
                .put("attempt", 1)
                .put("seed", 1)
                .put("epoch", 0)
                .put("epochs", 5);
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

package dev.atelier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks and extensions on the command line. */
class LineageCommandTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final String OTHER = "fedcba98765432100123";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> submitted = new ArrayList<>();

    private int status = 202;
    private Object answer = new SubmissionAccepted(
            "s2",
            new RecordOrigin(0, 1, ""),
            null,
            "mlp",
            Json.MAPPER.createObjectNode(),
            List.of(new Member("", "mlp", 42, new Family("mlp"), OTHER, Disposition.QUEUED, 1, "mlp", Map.of())),
            NOON);
    private AnsweringServer server;
    private UpStack stack;

    @BeforeEach
    void start() throws IOException {
        server = AnsweringServer.start(request -> {
            if (request.getRequestMethod().equals("POST")) {
                submitted.add(new String(request.getRequestBody().readAllBytes(), UTF_8));
                return new Answer(status, Json.bytes(answer));
            }
            return new Answer(
                    200, Json.bytes(request.getRequestURI().getPath().endsWith("/epochs") ? epochs() : job()));
        });
        int port = server.port();
        stack = UpStack.in(root.resolve(".atelier"), port, port);
    }

    @AfterEach
    void stop() {
        stack.close();
        server.close();
    }

    @Test
    void aForkNamesTheJobTheEpochAndWhatChanges() throws Exception {
        assertThat(execute("fork", JOB, "--epoch", "3", "--set", "training.optimizer.learningRate=0.0001"))
                .isZero();

        assertThat(Json.MAPPER.readTree(submitted.getFirst()))
                .isEqualTo(Json.MAPPER.readTree("{\"fork\":{\"job\":\"" + JOB
                        + "\",\"epoch\":3},\"training\":{\"optimizer\":{\"learningRate\":1.0E-4}}}"));
        assertThat(out.toString())
                .contains(
                        "Job " + OTHER + ", forked from job " + JOB + " at epoch 3, is queued",
                        "'atelier job " + OTHER);
    }

    @Test
    void anExtensionNamesTheJobAndAllItsEpochs() {
        assertThat(execute("extend", JOB, "--epochs", "9")).isZero();

        assertThat(submitted).containsExactly("{\"extend\":\"" + JOB + "\",\"epochs\":9}");
        assertThat(out.toString()).contains("Job " + OTHER + ", which has more epochs than job " + JOB + ", is queued");
    }

    @Test
    void whyAnExtensionIsRefusedIsPrinted() {
        status = 400;
        answer = new SubmissionRejected(
                "s2",
                new RecordOrigin(0, 1, ""),
                "extend",
                List.of(new Violation("extend", '"' + JOB + '"', "a completed job; it is running")),
                "",
                NOON);

        assertThat(execute("extend", JOB, "--epochs", "9")).isEqualTo(1);
        assertThat(err.toString()).contains("extend is \"" + JOB + "\"", "it is running");
    }

    @Test
    void aJobIsShownWithThoseThatItComesFromAndThatCameOfIt() {
        assertThat(execute("job", JOB)).isZero();

        assertThat(out.toString())
                .contains(
                        "Forked from " + OTHER + " (first) at epoch 3",
                        "Extends " + OTHER + ", which has 5 epochs",
                        "Forked to " + OTHER + " (second) at epoch 2",
                        "Extended by " + OTHER + " (longer)");
    }

    private static ObjectNode job() {
        ObjectNode job = Json.MAPPER.createObjectNode();
        job.put("id", JOB).put("name", "mlp").put("family", "mlp").put("state", "COMPLETED");
        job.put("attempt", 1).put("seed", 42).put("epoch", 5).put("epochs", 5);
        job.set("forkedFrom", Json.tree(origin("first", 3)));
        job.set("extendedFrom", Json.tree(origin("", 5)));
        job.set("forks", Json.tree(List.of(origin("second", 2))));
        job.set("extensions", Json.tree(List.of(origin("longer", 5))));
        return job;
    }

    private static Map<String, Object> epochs() {
        return Map.of("items", List.of(), "total", 0);
    }

    private static Map<String, Object> origin(String name, int epoch) {
        return Map.of("job", OTHER, "name", name, "epoch", epoch);
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

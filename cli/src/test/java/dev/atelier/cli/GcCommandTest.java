package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.AnsweringServer.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command beside trainers that answer what a test says. */
class GcCommandTest {
    private static final String SWEPT = """
            {"dryRun": false, "kinds": [
              {"kind": "checkpoints", "folder": "/data/checkpoints", "count": 1, "bytes": 300, "items": []},
              {"kind": "features", "folder": "/data/features", "count": 0, "bytes": 0, "items": []},
              {"kind": "artifacts", "folder": "/data/artifacts", "count": 2, "bytes": 12345678, "items": [
                {"name": "0123456789abcdef0123", "bytes": 12345678, "reason": "they are older than 180 days"}]%s}]}
            """;

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String answer = SWEPT.formatted("");
    private int status = 200;
    private AnsweringServer trainers;
    private UpStack stack;

    @BeforeEach
    void start() throws IOException {
        trainers = AnsweringServer.start(request -> {
            if (request.getRequestURI().getPath().startsWith("/api/")) {
                requests.add(request.getRequestMethod() + " " + request.getRequestURI());
            }
            return new Answer(status, answer);
        });
        stack = UpStack.in(root.resolve(".atelier"), 1, 1, trainers.port());
    }

    @AfterEach
    void stop() {
        stack.close();
        trainers.close();
    }

    @Test
    void whatWasDeletedIsCountedByKind() throws IOException {
        stack.start("mlp-trainer");

        assertThat(execute("gc")).isZero();

        assertThat(requests).containsExactly("POST /api/admin/gc");
        assertThat(out.toString().lines())
                .containsExactly(
                        "checkpoints: 1 entry deleted, 300 bytes",
                        "features: nothing to delete",
                        "artifacts: 2 entries deleted, 12,345,678 bytes");
    }

    @Test
    void aDryRunReadsOnlyAndCountsOnceWhatTrainersShare() throws IOException {
        stack.start("mlp-trainer");
        stack.start("cnn-trainer");

        assertThat(execute("gc", "--dry-run")).isZero();

        assertThat(requests).containsExactly("GET /api/admin/gc", "GET /api/admin/gc");
        assertThat(out.toString().lines())
                .containsExactly(
                        "checkpoints: 1 entry would be deleted, 300 bytes",
                        "features: nothing to delete",
                        "artifacts: 2 entries would be deleted, 12,345,678 bytes",
                        "  0123456789abcdef0123, 12,345,678 bytes: they are older than 180 days");
    }

    @Test
    void whatEachTrainerDeletedIsAddedUp() throws IOException {
        stack.start("mlp-trainer");
        stack.start("cnn-trainer");

        assertThat(execute("gc")).isZero();

        assertThat(out.toString()).contains("artifacts: 4 entries deleted, 24,691,356 bytes");
    }

    @Test
    void whyNotAllWasDeletedIsReported() throws IOException {
        answer = SWEPT.formatted(", \"failure\": \"Kafka is\\naway\"");
        stack.start("mlp-trainer");

        assertThat(execute("gc")).isEqualTo(1);

        assertThat(out.toString()).contains("artifacts: 2 entries deleted");
        assertThat(err.toString().lines())
                .containsExactly("atelier: mlp-trainer did not delete all artifacts that are due: Kafka is\\naway");
    }

    @Test
    void aTrainerThatIsBusyReportsIt() throws IOException {
        status = 503;
        answer = "{\"reason\": \"a sweep is running already; try again in a minute\"}";
        stack.start("mlp-trainer");

        assertThat(execute("gc")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly("atelier: a sweep is running already; try again in a minute");
    }

    @Test
    void withoutATrainerNothingIsDeleted() {
        assertThat(execute("gc")).isEqualTo(1);

        assertThat(err.toString()).contains("no trainer is running, and each deletes its own files");
        assertThat(requests).isEmpty();
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

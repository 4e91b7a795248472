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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCommandTest {
    private static final String JOB = "0123456789abcdef0123";

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final ObjectNode job = Json.MAPPER.createObjectNode();
    private AnsweringServer server;
    private UpStack stack;

    @BeforeEach
    void start() throws IOException {
        job.put("id", JOB).put("name", "mlp").put("family", "mlp").put("state", "COMPLETED");
        job.put("attempt", 1).put("seed", 42).put("epoch", 5).put("epochs", 5);
        job.putObject("model")
                .put("path", "jobs/" + JOB + "/model.safetensors")
                .put("sha256", "ab12")
                .put("parameters", 7850);
        server = AnsweringServer.start(request ->
                new Answer(200, request.getRequestURI().getPath().endsWith("/epochs") ? "{}" : job.toString()));
        int port = server.port();
        stack = UpStack.in(root.resolve(".atelier"), port, port);
    }

    @AfterEach
    void stop() {
        stack.close();
        server.close();
    }

    @Test
    void aModelThatDoesNotLieHereIsNamedByItsAddress() {
        execute("job", JOB);

        assertThat(out.toString())
                .contains("Model of 7,850 parameters: http://localhost:" + server.port() + "/api/jobs/" + JOB
                        + "/artifacts/model.safetensors (SHA-256 ab12)")
                .contains("Page: http://localhost:" + server.port() + "/jobs/" + JOB)
                .doesNotContain(root.toString());
    }

    @Test
    void theModelIsNamedByTheFileInWhichItLies() throws IOException {
        Path file = root.resolve(".atelier/data/artifacts/jobs/" + JOB + "/model.safetensors");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        execute("job", JOB);

        assertThat(out.toString())
                .contains("Model of 7,850 parameters: "
                        + root.resolve(".atelier/data/artifacts/jobs/" + JOB + "/model.safetensors")
                        + " (SHA-256 ab12)")
                .doesNotContain("deleted");
    }

    @Test
    void filesThatWereDeletedAreNotNamedAsIfTheyWereThere() {
        job.putObject("artifactsDeleted")
                .put("at", "2026-01-02T03:04:05Z")
                .put("bytes", 12_345)
                .put("reason", "nobody has written them for 180 days");

        execute("job", JOB);

        assertThat(out.toString())
                .contains("Model of 7,850 parameters (SHA-256 ab12)")
                .contains(
                        "Its files, 12,345 bytes, were deleted at 2026-01-02T03:04:05Z: nobody has written them for 180"
                                + " days; 'atelier restore " + JOB + "' trains it again")
                .doesNotContain("model.safetensors");
    }

    @Test
    void howTheRestorationOfItsFilesEndedIsShown() {
        job.putObject("restoration")
                .put("submission", "s")
                .put("state", "FAILED")
                .put("epoch", 5)
                .put("reason", "The weights have the SHA-256 cd34; expected ab12")
                .put("at", "2026-01-02T03:04:05Z");

        execute("job", JOB);

        assertThat(out.toString())
                .contains(
                        "Restoration of its files: FAILED since 2026-01-02T03:04:05Z, epoch 5 of 5: The weights have");
    }

    @Test
    void aJobThatWaitsAgainIsShownWithTheReason() {
        job.put("state", "QUEUED")
                .put("waitingSince", "2026-01-02T03:04:05Z")
                .put("reason", "the disk\u001b[2J is full");

        execute("job", JOB);

        assertThat(out.toString().lines())
                .contains("A trainer returned it to the queue at 2026-01-02T03:04:05Z: the disk\\u001b[2J is full");
    }

    @Test
    void aJobThatNoTrainerTakesIsShownWithTheReason() {
        job.put("state", "QUEUED").put("queueReason", "mlp-trainer on a takes none: PyTorch cannot be loaded");

        execute("job", JOB);

        assertThat(out.toString().lines())
                .contains("No trainer takes it: mlp-trainer on a takes none: PyTorch cannot be loaded");
    }

    @Test
    void aPinnedJobReportsIt() {
        job.putObject("pinned").put("since", "2026-01-02T03:04:05Z").put("reason", "for the paper");

        execute("job", JOB);

        assertThat(out.toString()).contains("Pinned since 2026-01-02T03:04:05Z: for the paper");
    }

    @Test
    void theMetricThatTheJobMonitorsAndThoseOfTheOptionAreShown() {
        job.putObject("request").putObject("evaluation").put("monitor", "validation.macroF1");
        job.putObject("metrics").put("validation.macroF1", 0.625).put("test.top2Accuracy", 0.97);

        execute("job", JOB, "--metric", "test.top2Accuracy", "--metric", "validation.calibrationError");

        assertThat(out.toString().lines().limit(2))
                .satisfiesExactly(
                        titles -> assertThat(titles)
                                .containsSubsequence(
                                        "test accuracy",
                                        "validation macro F1",
                                        "test loss",
                                        "test top-2 accuracy",
                                        "validation calibration error"),
                        row -> assertThat(row).contains("62.50 %", "97.00 %"));
        assertThat(out.toString()).contains("validation macro F1 %  validation calibration error %  learning rate");
    }

    @Test
    void aMetricThatDoesNotExistIsRefusedWithThoseThatDo() {
        StringWriter err = new StringWriter();

        int exitCode = Atelier.commandLine(new Atelier(root))
                .setErr(new PrintWriter(err, true))
                .execute("job", JOB, "--metric", "validation.f1");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("--metric is 'validation.f1'; expected one of validation.accuracy, ", "validation.macroF1");
    }

    private void execute(String... arguments) {
        int exitCode = Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
        assertThat(exitCode).isZero();
    }
}

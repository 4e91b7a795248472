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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreCommandTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> submitted = new ArrayList<>();
    /** The job as the service has it from one look to the next; the last stays. */
    private final Deque<ObjectNode> looks = new ArrayDeque<>();

    private int status = 202;
    private Object answer = new SubmissionAccepted(
            "s2",
            new RecordOrigin(0, 1, ""),
            null,
            "mlp",
            Json.MAPPER.createObjectNode(),
            List.of(new Member("", "mlp", 42, new Family("mlp"), JOB, Disposition.QUEUED, 2, "mlp", Map.of())),
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
            return new Answer(200, Json.bytes(looks.size() > 1 ? looks.removeFirst() : looks.getFirst()));
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
    void aJobIsRequestedByItsIdAlone() {
        assertThat(execute("restore", JOB)).isZero();

        assertThat(submitted).containsExactly("{\"restore\":\"" + JOB + "\"}");
        assertThat(out.toString()).contains("is queued to be trained again", "'atelier job " + JOB + "'");
    }

    @Test
    void whyItCannotBeIsPrinted() {
        status = 400;
        answer = new SubmissionRejected(
                "s2",
                new RecordOrigin(0, 1, ""),
                "restore",
                List.of(new Violation("restore", '"' + JOB + '"', "a completed job; its files were not deleted")),
                "",
                NOON);

        assertThat(execute("restore", JOB)).isNotZero();
        assertThat(err.toString()).contains("restore is \"" + JOB + "\"", "its files were not deleted");
    }

    @Test
    void itIsFollowedPastAnEarlierRestorationUntilTheFilesAreThere() {
        looks.add(job("s1", "FAILED", 5, "the weights differ"));
        looks.add(job("s2", "RUNNING", 1, null));
        looks.add(job("s2", "RUNNING", 3, null));
        looks.add(job("s2", "COMPLETED", 5, null));

        assertThat(execute("restore", JOB, "--follow")).isZero();
        assertThat(out.toString())
                .contains("epoch 1 of 5", "epoch 3 of 5", "epoch 5 of 5", "Restored: the files of job " + JOB);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void itFailsWithTheReasonWhereTheWeightsDiffer() {
        looks.add(job("s2", "RUNNING", 5, null));
        looks.add(job("s2", "FAILED", 5, "The weights have the SHA-256 cd34; expected ab12"));

        assertThat(execute("restore", JOB, "--follow")).isEqualTo(1);
        assertThat(err.toString())
                .contains("The files of job " + JOB + " were not restored: The weights have the SHA-256 cd34");
    }

    @Test
    void itDoesNotWaitForATrainerThatIsNotThere() {
        looks.add(job("s2", "QUEUED", 0, null));

        assertThat(execute("restore", JOB, "--follow")).isEqualTo(1);
        assertThat(err.toString()).contains("No trainer runs jobs of family mlp");
    }

    private static ObjectNode job(String submission, String state, int epoch, String reason) {
        ObjectNode job = Json.MAPPER.createObjectNode();
        job.put("id", JOB).put("name", "mlp").put("family", "mlp").put("state", "COMPLETED");
        job.put("attempt", 2).put("seed", 42).put("epoch", 5).put("epochs", 5);
        job.putObject("restoration")
                .put("submission", submission)
                .put("state", state)
                .put("epoch", epoch)
                .put("reason", reason)
                .put("at", NOON.toString());
        return job;
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

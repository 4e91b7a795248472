package dev.atelier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How urgent jobs are and whose, on the command line. */
class PriorityCommandTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final SubmissionAccepted ACCEPTED = new SubmissionAccepted(
            "s1",
            new RecordOrigin(0, 1, ""),
            null,
            "mlp",
            Json.MAPPER.createObjectNode(),
            List.of(new Member("", "mlp", 42, new Family("mlp"), JOB, Disposition.QUEUED, 1, "mlp", Map.of())),
            Instant.parse("2026-01-01T12:00:00Z"));

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<JsonNode> submitted = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private AnsweringServer server;
    private UpStack stack;

    @BeforeEach
    void start() throws IOException {
        server = AnsweringServer.start(request -> {
            if (request.getRequestMethod().equals("POST")) {
                submitted.add(Json.MAPPER.readTree(request.getRequestBody().readAllBytes()));
                return new Answer(202, Json.bytes(ACCEPTED));
            }
            read.add(request.getRequestURI().toString());
            return new Answer(
                    200,
                    request.getRequestURI().getPath().equals("/api/jobs/" + JOB)
                            ? JOB_DOCUMENT.getBytes(UTF_8)
                            : Json.bytes(Map.of("items", List.of(), "total", 0)));
        });
        stack = UpStack.in(root.resolve(".atelier"), server.port(), server.port());
    }

    private static final String JOB_DOCUMENT = "{\"id\":\"" + JOB + "\",\"name\":\"mlp\",\"family\":\"mlp\",\"state\":"
            + "\"QUEUED\",\"attempt\":1,\"seed\":42,\"epoch\":0,\"epochs\":5,\"priority\":\"high\",\"owner\":\"ada\","
            + "\"waitingKind\":\"preempted\",\"waitingSince\":\"2026-01-01T12:00:00Z\","
            + "\"reason\":\"A more urgent job took its trainer; the job waits again\"}";

    @AfterEach
    void stop() {
        stack.close();
        server.close();
    }

    @Test
    void theOptionTakesThePlaceOfWhatAFileSays() throws Exception {
        Path job = Files.writeString(root.resolve("job.yaml"), "family: mlp\npriority: low\n");
        assertThat(execute("submit", job.toString(), "--priority", "high"))
                .as(err.toString())
                .isZero();
        assertThat(submitted.getLast().path("priority").asText()).isEqualTo("high");

        Path study = Files.writeString(
                root.resolve("study.yaml"),
                "study: widths\npriority: low\nbase: {family: mlp, priority: low}\n"
                        + "variants: [{name: a, patch: {priority: low, seed: 1}}, {name: b, patch: {seed: 2}}]\n");
        assertThat(execute("submit", study.toString(), "--set", "priority=normal", "--priority", "high"))
                .as(err.toString())
                .isZero();
        assertThat(submitted.getLast().at("/base/priority").asText()).isEqualTo("high");
        assertThat(submitted.getLast().at("/variants/0/patch/priority").asText())
                .isEqualTo("high");
        assertThat(submitted.getLast().at("/variants/1/patch").has("priority")).isFalse();
    }

    @Test
    void forksExtensionsAndRestorationsSayHowUrgentTheyAre() {
        assertThat(execute("fork", JOB, "--epoch", "3", "--priority", "low")).isZero();
        assertThat(execute("extend", JOB, "--epochs", "9", "--priority", "high"))
                .isZero();
        assertThat(execute("restore", JOB, "--priority", "high")).isZero();

        assertThat(submitted).extracting(each -> each.path("priority").asText()).containsExactly("low", "high", "high");
    }

    @Test
    void aWordForNoPriorityIsRefusedBeforeAnythingIsSent() {
        assertThat(execute("restore", JOB, "--priority", "urgent")).isEqualTo(2);
        assertThat(err.toString()).contains("--priority is 'urgent'; expected one of high, normal, low");
        assertThat(execute("jobs", "--priority", "HIGH")).isEqualTo(2);
        assertThat(submitted).isEmpty();
    }

    @Test
    void jobsAreListedByPriorityAndOwner() {
        assertThat(execute("jobs", "--priority", "high", "--owner", "ada & co")).isZero();

        assertThat(read.getLast()).contains("&priority=high", "&owner=ada%20%26%20co");
    }

    @Test
    void aJobIsShownWithItsPriorityItsOwnerAndWhyItWaits() {
        assertThat(execute("job", JOB)).isZero();

        assertThat(out.toString())
                .contains("Priority: high, owner: ada")
                .contains("A more urgent job took its trainer; the job waits again")
                .doesNotContain("A trainer returned it");
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

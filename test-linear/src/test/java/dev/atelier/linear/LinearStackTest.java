package dev.atelier.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.stacktesting.Output;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.testsupport.TopicContent;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A family that the product does not know, from the submission to the report, on a whole stack whose only trainer is its
 * own. The tests build on each other, since a stack takes long to start.
 */
@TestMethodOrder(OrderAnnotation.class)
class LinearStackTest {
    private static final Set<String> OTHER_TRAINERS = Set.of("mlp-trainer", "cnn-trainer", "transfer-trainer");
    private static final int EPOCHS = 200;
    private static final String JOB = """
            {'family': 'linear', 'name': 'regression', 'seed': %d,
             'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 200}, 'limit': 800},
             'training': {'epochs': 200, 'batchSize': 50,
              'optimizer': {'name': 'sgd', 'learningRate': 0.01, 'momentum': 0.9}}}
            """;

    @TempDir
    private static Path folder;

    private static RunningStack stack;
    private static String interrupted;
    private static String queued;

    @BeforeAll
    static void up() throws IOException {
        stack = RunningStack.startWithout(OTHER_TRAINERS, folder, Map.of());
    }

    @AfterAll
    static void down() {
        stack.close();
    }

    @Test
    @Order(1)
    void aKilledTrainersJobResumesWithTheResultOfAnUninterruptedRunWhileTheNextIsQueued() {
        String request = JOB.formatted(1);
        JsonNode uninterrupted =
                stack.awaitEnd(RunningStack.jobs(stack.submit(request)).getFirst());
        assertThat(uninterrupted.path("state").asText())
                .as(uninterrupted.toString())
                .isEqualTo("COMPLETED");
        long trainer = stack.pid("linear-trainer");

        interrupted = RunningStack.jobs(stack.submitFresh(request)).getFirst();
        stack.awaitJob(interrupted, job -> job.path("state").asText().equals("RUNNING"));
        queued = RunningStack.jobs(stack.submit(JOB.formatted(2))).getFirst();
        stack.awaitJob(queued, job -> job.path("state").asText().equals("QUEUED"));
        assertThat(TopicContent.read("localhost:" + stack.kafkaPort(), "atelier.jobs.linear"))
                .anyMatch(message -> new String(message.value(), StandardCharsets.UTF_8).contains(queued));
        stack.awaitEpochOrEnd(interrupted, 2);
        UnixSignals.send("KILL", trainer);

        JsonNode resumed = stack.awaitEnd(interrupted);
        assertThat(resumed.path("attempt").asInt()).isEqualTo(2);
        assertThat(resumed.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(stack.epochs(interrupted))
                .extracting(epoch -> epoch.path("epoch").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, EPOCHS).boxed().toList());
        assertThat(resumed.at("/model/sha256").asText())
                .hasSize(64)
                .isEqualTo(uninterrupted.at("/model/sha256").asText());
        assertThat(stack.awaitEnd(queued).path("state").asText()).isEqualTo("COMPLETED");
    }

    @Test
    @Order(2)
    void isShownAsAnyOtherFamily() {
        assertThat(stack.job(queued).orElseThrow().path("family").asText()).isEqualTo("linear");
        assertThat(page("/jobs/" + queued)).contains("linear", "regression");
        assertThat(page("/?family=linear")).contains("/jobs/" + queued);
        assertThat(page("/?family=mlp")).doesNotContain("/jobs/" + queued);
        assertThat(page("/submit")).contains("linear");
        assertThat(page("/q/metrics").lines())
                .anyMatch(line -> line.startsWith("atelier_") && line.contains("family=\"linear\""));
        Output jobs = stack.atelier("jobs");
        assertThat(jobs.out()).contains("regression");
        assertThat(jobs.text()).as("no library adds a word").isEqualTo(jobs.out());
    }

    @Test
    @Order(3)
    void aStudyOfItIsReportedWithItsArtifacts() throws IOException {
        JsonNode accepted = stack.submit("""
                {'study': 'two-deviations', 'grid': {'model.deviation': [0.01, 0.1]},
                 'base': {'family': 'linear',
                  'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 200}, 'limit': 300},
                  'training': {'epochs': 3, 'batchSize': 50}}}
                """);
        List<String> jobs = RunningStack.jobs(accepted);
        assertThat(jobs).hasSize(2);
        for (String job : jobs) {
            assertThat(stack.awaitEnd(job).path("state").asText()).isEqualTo("COMPLETED");
            assertThat(page("/api/jobs/" + job + "/artifacts/model.safetensors"))
                    .contains("weight", "bias");
        }
        await("the study's results are known")
                .atMost(RunningStack.TIMEOUT)
                .until(() -> stack.results(
                                "/api/studies/" + accepted.path("study").asText())
                        .isPresent());

        Output written = stack.atelier(
                "report", "two-deviations", "-o", folder.resolve("report").toString());

        assertThat(written.exitCode()).as(written.text()).isZero();
        assertThat(Files.readString(Path.of(written.out().lines().toList().getLast())))
                .contains("two-deviations", "deviation=0.01", "deviation=0.1");
    }

    private static String page(String path) {
        HttpResponse<String> response = stack.send(HttpRequest.newBuilder(URI.create(stack.resultsAddress() + path)));
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }
}

package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.Sha256;
import dev.atelier.stacktesting.Output;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises, with the commands that it names. */
@Order(1)
class PipelineTest {
    private static final String STUDY = """
            study: depth
            base:
              family: mlp
              data: {dataset: fashion-mnist-sample, split: {validation: 300}}
              training: {epochs: 4}
            variants:
              - {name: linear, patch: {model: {hidden: []}}}
              - {name: hidden, patch: {model: {hidden: [64]}}}
            seeds: [1, 2]
            """;

    @TempDir
    private static Path data;

    private static SpanCollector collector;
    private static RunningStack stack;

    @BeforeAll
    static void up() throws IOException {
        collector = SpanCollector.start();
        stack = RunningStack.up(
                data,
                Map.of(
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        collector.address(),
                        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
                        "http/protobuf"));
    }

    @AfterAll
    static void down() {
        stack.close();
        collector.close();
        assertThat(collector.spans())
                .as("where nobody asks for it nothing is traced")
                .isEmpty();
    }

    static RunningStack stack() {
        return stack;
    }

    /** The folder of the stack. */
    static Path data() {
        return data;
    }

    @Nested
    class PythonClient extends PythonClientChecks {}

    @Nested
    class Dashboards extends DashboardChecks {}

    @Test
    void aStudyIsRunAndItsResultsAreUsedAgain() throws IOException {
        Path study = Files.writeString(data.resolve("depth.yaml"), STUDY);

        Output first = stack.atelier("run", study.toString());
        assertThat(first.exitCode()).as(first.text()).isZero();
        assertThat(first.out()).contains("linear", "hidden", "2/2");

        Output second = stack.atelier("run", study.toString());
        assertThat(second.exitCode()).as(second.text()).isZero();
        assertThat(second.text()).contains("4 with a result already");
    }

    @Test
    void aFinishedJobIsVerifiedBitForBit() {
        String job = completed(7);

        Output verified = stack.atelier("verify", job);

        assertThat(verified.exitCode()).as(verified.text()).isZero();
        assertThat(verified.text()).contains("bit for bit");
        assertThat(get("/?tag=verifies%3D" + job).body()).contains("verifies <a href=\"/jobs/" + job + "\"");
        assertThat(stack.results("/api/jobs?tag=verifies%3D" + job)
                        .orElseThrow()
                        .at("/items/0/name")
                        .asText())
                .as("a name that the verified job does not have")
                .startsWith("verification of ");
    }

    @Test
    void aJobWhoseFilesWereDeletedIsTrainedAgainToTheSameFiles() throws Exception {
        String job = completed(9);
        JsonNode before = stack.job(job).orElseThrow();
        List<JsonNode> epochs = stack.epochs(job);
        assertThat(stack.atelier("pin", job, "--reason", "in a paper").exitCode())
                .isZero();
        stack.awaitJob(job, found -> found.path("pinned").isObject());
        deleteUnlessPinned(job);
        assertThat(files(job).resolve("model.safetensors")).exists();
        assertThat(stack.atelier("unpin", job).exitCode()).isZero();
        stack.awaitJob(job, found -> !found.path("pinned").isObject());
        deleteUnlessPinned(job);
        assertThat(files(job)).doesNotExist();
        stack.awaitJob(job, found -> found.path("artifactsDeleted").isObject());
        assertThat(get("/jobs/" + job).body()).contains(">COMPLETED<", "Result files unavailable");
        assertThat(get("/api/jobs/" + job + "/artifacts/model.safetensors").statusCode())
                .isEqualTo(410);

        Output restored = stack.atelier("restore", job, "--follow");

        assertThat(restored.exitCode()).as(restored.text()).isZero();
        assertThat(restored.text()).contains("epoch 3 of 3", "Restored: the files of job " + job);
        JsonNode after = stack.job(job).orElseThrow();
        for (String field :
                List.of("state", "model", "artifacts", "testAccuracy", "testLoss", "confusion", "endedAt")) {
            assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
        }
        assertThat(stack.epochs(job)).isEqualTo(epochs);
        for (JsonNode artifact : before.get("artifacts")) {
            byte[] file = Files.readAllBytes(
                    data.resolve("data/artifacts").resolve(artifact.path("path").asText()));
            assertThat(Sha256.of(file)).isEqualTo(artifact.path("sha256").asText());
        }
        assertThat(get("/api/jobs/" + job + "/artifacts/model.safetensors").statusCode())
                .isEqualTo(200);
        assertThat(get("/jobs/" + job).body())
                .contains(">COMPLETED<", "Its files were restored")
                .doesNotContain("Result files unavailable");
        assertThat(stack.atelier("rebuild").exitCode()).isZero();
        assertThat(stack.job(job)).contains(after);
        Output again = stack.atelier("restore", job);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.text()).contains("its files were not deleted");
    }

    @Test
    void theTablesAreTheSameAfterARebuild() {
        String job = completed(8);
        JsonNode before = stack.results("/api/jobs?limit=200").orElseThrow();
        JsonNode epochs = stack.results("/api/jobs/" + job + "/epochs").orElseThrow();

        Output rebuilt = stack.atelier("rebuild");

        assertThat(rebuilt.exitCode()).as(rebuilt.text()).isZero();
        assertThat(stack.results("/api/jobs?limit=200")).contains(before);
        assertThat(stack.results("/api/jobs/" + job + "/epochs")).contains(epochs);
    }

    @Test
    void everyResponseIsAsTheOpenApiDocumentDescribesIt() {
        assertThat(DescribedResponses.mistakes(stack)).isEmpty();
    }

    @Test
    void aJobThatItsTrainerCannotTrainFailsOnceWithTheReason() {
        JsonNode end = stack.awaitEnd(RunningStack.jobs(stack.submit("""
                        {'family': 'transfer', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 100}},
                         'model': {'weights': {'source': 'nowhere.pth',
                                   'sha256': '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}}}
                        """)).getFirst());

        assertThat(end.path("state").asText()).isEqualTo("FAILED");
        assertThat(end.path("reason").asText())
                .startsWith("model.weights.source is nowhere.pth")
                .contains("There are no weights nowhere.pth")
                .doesNotContain(data.toString());
    }

    @Test
    void aJobThatItsTrainersMemoryCannotHoldFailsBeforeItIsTrained() {
        assertThat(reasonOfFailure("""
                        {'family': 'mlp', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}},
                         'model': {'hidden': [16384, 16384, 16384]}}
                        """))
                .matches(
                        "model.hidden is \\[16384, 16384, 16384\\]; expected a smaller model, of which a batch of one image fits"
                                + ": batches of 1 image take \\d+ bytes of the trainer's heap, where \\d+ are free for them");
        assertThat(reasonOfFailure("""
                        {'family': 'cnn', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}},
                         'runtime': {'device': 'cpu'}, 'model': {'filters': [4096, 8]}, 'training': {'batchSize': 1500}}
                        """))
                .matches("training.batchSize is 1500; expected at most \\d+: batches of 1500 images take \\d+ bytes of"
                        + " memory beside the trainer's heap, where \\d+ are free for them");
    }

    private static String reasonOfFailure(String request) {
        JsonNode end = stack.awaitEnd(RunningStack.jobs(stack.submit(request)).getFirst());
        assertThat(end.path("state").asText()).isEqualTo("FAILED");
        assertThat(end.path("attempt").asInt()).as("attempts").isZero();
        return end.path("reason").asText();
    }

    @Test
    void aConvolutionalNetworkWhoseTrainerIsKilledComesOutTheSame() {
        comesOutTheSameThoughItsTrainerIsKilled("cnn-trainer", 16, """
                {'family': 'cnn', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300},
                 'limit': 500, 'augment': {'flip': 0.5, 'crop': 2, 'erase': 0.2}}, 'runtime': {'device': 'cpu'},
                 'model': {'filters': [8, 16], 'batchNorm': true, 'hidden': [32], 'dropout': 0.3},
                 'training': {'epochs': 16, 'batchSize': 50, 'emaDecay': 0.9}}
                """);
    }

    @Test
    void aResidualNetworkWhoseTrainerIsKilledComesOutTheSame() {
        comesOutTheSameThoughItsTrainerIsKilled("transfer-trainer", 6, """
                {'family': 'transfer', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 100},
                 'limit': 250, 'resize': 32, 'augment': {'flip': 0.5}}, 'runtime': {'device': 'cpu'},
                 'model': {'weights': {'source': 'scratch'}, 'trainable': 'all', 'hidden': [32]},
                 'training': {'epochs': 6, 'batchSize': 50,
                  'optimizer': {'name': 'sgd', 'momentum': 0.9, 'learningRate': 0.01, 'backboneLearningRate': 0.005}}}
                """);
    }

    @Test
    void aHeadOnKeptFeaturesWhoseTrainerIsKilledComesOutTheSame() {
        comesOutTheSameThoughItsTrainerIsKilled("transfer-trainer", 40, """
                {'family': 'transfer', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300},
                 'limit': 750, 'resize': 32, 'augment': {'rotate': 5, 'mode': 'views', 'views': 2}}, 'runtime': {'device': 'cpu'},
                 'model': {'weights': {'source': 'scratch'}, 'hidden': [64]},
                 'training': {'epochs': 40, 'batchSize': 20}}
                """);
    }

    private static void comesOutTheSameThoughItsTrainerIsKilled(String trainer, int epochs, String request) {
        JsonNode undisturbed =
                stack.awaitEnd(RunningStack.jobs(stack.submit(request)).getFirst());
        long running = stack.pid(trainer);
        String job = RunningStack.jobs(stack.submitFresh(request)).getFirst();

        stack.awaitEpochOrEnd(job, 2);
        UnixSignals.send("KILL", running);

        JsonNode end = stack.awaitEnd(job);
        assertThat(end.path("attempt").asInt()).isEqualTo(2);
        Output log = stack.atelier("logs", "--job", job, "--follow", "--tail", "1000");
        assertThat(log.exitCode()).as(log.text()).isZero();
        assertThat(log.out())
                .contains("attempt 1", "attempt 2", "Training resumes after epoch", "Completed after " + epochs);
        assertThat(get("/jobs/" + job).body()).contains("Training resumes after epoch", "log.txt");
        assertThat(stack.epochs(job))
                .extracting(epoch -> epoch.path("epoch").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, epochs).boxed().toList());
        assertThat(end.at("/model/sha256").asText())
                .isEqualTo(undisturbed.at("/model/sha256").asText())
                .hasSize(64);
    }

    private static void deleteUnlessPinned(String job) throws IOException {
        try (Stream<Path> files = Files.list(files(job))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(181))));
            }
        }
        Output deleted = stack.atelier("gc");
        assertThat(deleted.exitCode()).as(deleted.text()).isZero();
    }

    private static Path files(String job) {
        return data.resolve("data/artifacts/jobs").resolve(job);
    }

    private static HttpResponse<String> get(String path) {
        return stack.send(HttpRequest.newBuilder(URI.create(stack.resultsAddress() + path)));
    }

    private static String completed(int seed) {
        String job = RunningStack.jobs(stack.submit("""
                        {'family': 'mlp', 'seed': %d, 'data': {'dataset': 'fashion-mnist-sample',
                         'split': {'validation': 300}}, 'training': {'epochs': 3}}
                        """.formatted(seed))).getFirst();
        assertThat(stack.awaitEnd(job).path("state").asText()).isEqualTo("COMPLETED");
        return job;
    }
}

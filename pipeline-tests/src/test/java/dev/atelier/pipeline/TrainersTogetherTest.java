package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.stacktesting.ServiceProcess;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several trainers of one family at one queue: one that has to go hands its job over, and those that stay share the work.
 */
@Order(2)
class TrainersTogetherTest {
    /** Far more than are trained from the second epoch's event to the signal that stops the trainer. */
    private static final int EPOCHS = 60;

    private static final int JOBS = 40;
    private static final Duration HANDED_OVER = Duration.ofSeconds(45);
    private static final String COMPLETED = "atelier_runs_total\\{[^}]*state=\"completed\"[^}]*}";
    private static final String HELD = "atelier_jobs_held(\\{[^}]*})?";

    /** The lock is long, so that a job that its trainer does not hand over itself comes too late. */
    private static final Map<String, String> SETTINGS =
            Map.of("ATELIER_TRAINER_SHARE_CORES", "false", "ATELIER_TRAINER_LOCK", "PT60S");

    @TempDir
    private static Path data;

    private static RunningStack stack;

    @BeforeAll
    static void up() throws IOException {
        stack = RunningStack.upWith(Set.of("mlp"), data, SETTINGS);
    }

    @AfterAll
    static void down() {
        stack.close();
    }

    @Test
    void aTrainerThatIsStoppedDuringAnEpochHandsItsJobOver() {
        JsonNode undisturbed =
                stack.awaitEnd(RunningStack.jobs(stack.submit(longJob())).getFirst());
        int port = stack.service("mlp-trainer").path("port").asInt();
        try (ServiceProcess another = stack.startAnother("mlp-trainer")) {
            String job = RunningStack.jobs(stack.submitFresh(longJob())).getFirst();
            stack.awaitEpochOrEnd(job, 2);
            boolean isFirst = meter(port, HELD) > 0;
            assertThat(isFirst || meter(another.port(), HELD) > 0)
                    .as("the job is held by one of the two")
                    .isTrue();
            long stopped = isFirst ? stack.pid("mlp-trainer") : another.pid();

            UnixSignals.send("TERM", stopped);

            await("the job has been taken up")
                    .atMost(HANDED_OVER)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> stack.job(job).orElseThrow().path("attempt").asInt() == 2);

            JsonNode end = stack.awaitEnd(job);
            assertThat(end.path("state").asText()).isEqualTo("COMPLETED");
            assertThat(end.path("attempt").asInt()).isEqualTo(2);
            assertThat(stack.epochs(job))
                    .extracting(epoch -> epoch.path("epoch").asInt())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, EPOCHS).boxed().toList());
            assertThat(end.at("/model/sha256").asText())
                    .hasSize(64)
                    .isEqualTo(undisturbed.at("/model/sha256").asText());
        }
    }

    @Test
    void trainersShareAStudyAndEveryJobIsDoneOnce() {
        int first = stack.service("mlp-trainer").path("port").asInt();
        try (ServiceProcess second = stack.startAnother("mlp-trainer");
                ServiceProcess third = stack.startAnother("mlp-trainer")) {
            double before = completed(first);
            AtomicInteger seed = new AtomicInteger();
            await("each of them has had a job")
                    .atMost(RunningStack.TIMEOUT)
                    .until(
                            () -> stack.submit(job(seed.incrementAndGet())),
                            submitted -> completed(first) > before
                                    && completed(second.port()) > 0
                                    && completed(third.port()) > 0);
            stack.awaitEnd(
                    RunningStack.jobs(stack.submit(job(seed.incrementAndGet()))).getFirst());
            await().atMost(RunningStack.TIMEOUT)
                    .until(() -> completed(first) + completed(second.port()) + completed(third.port())
                            == before + seed.get());

            List<String> jobs = RunningStack.jobs(stack.submit(study()));

            assertThat(jobs).hasSize(JOBS);
            for (String job : jobs) {
                JsonNode end = stack.awaitEnd(job);
                assertThat(end.path("state").asText()).isEqualTo("COMPLETED");
                assertThat(end.path("attempt").asInt()).isEqualTo(1);
            }
            assertThat(completed(first) + completed(second.port()) + completed(third.port()))
                    .isEqualTo(before + seed.get() + JOBS);
        }
    }

    private static double completed(int port) {
        return meter(port, COMPLETED);
    }

    private static double meter(int port, String series) {
        Matcher sample = Pattern.compile("(?m)^" + series + " (?<value>\\S+)")
                .matcher(stack.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/metrics")))
                        .body());
        return sample.find() ? Double.parseDouble(sample.group("value")) : 0;
    }

    private static String job(int seed) {
        return """
                {'family': 'mlp', 'seed': %d, 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 200}},
                 'training': {'epochs': 2}}
                """.formatted(1000 + seed);
    }

    private static String longJob() {
        return """
                {'family': 'mlp', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 200}},
                 'model': {'hidden': [128], 'dropout': 0.2}, 'training': {'epochs': %d, 'batchSize': 8}}
                """.formatted(EPOCHS);
    }

    private static String study() {
        return """
                {'study': 'shared', 'base': {'family': 'mlp',
                 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 200}}, 'training': {'epochs': 5}},
                 'grid': {'training.optimizer.learningRate': [0.0003, 0.001, 0.003, 0.01]},
                 'seeds': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}
                """;
    }
}

package dev.atelier.pipeline;

import static dev.atelier.pipeline.MlpStackTest.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.stacktesting.ServiceProcess;
import dev.atelier.testsupport.UnixSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is killed, and whenever: no job is lost, no epoch counts twice, and the weights are the same to the bit. */
abstract class CrashChecks {
    private static final int LONG = 80;
    private static final int SHORT = 3;

    private static String undisturbedWeights;

    @BeforeAll
    static void trainUndisturbed() {
        String job = RunningStack.jobs(stack().submit(job(LONG, 1))).getFirst();
        undisturbedWeights = weights(stack().awaitEnd(job));
    }

    @Test
    void everyServiceIsKilledInTurnWhileOneJobRunsAndThreeWait() {
        List<String> jobs = new ArrayList<>(RunningStack.jobs(stack().submitFresh(job(LONG, 1))));
        for (int seed = 2; seed <= 4; seed++) {
            jobs.addAll(RunningStack.jobs(stack().submit(job(SHORT, seed))));
        }
        String disturbed = jobs.getFirst();

        for (String service : List.of("mlp-trainer", "kafka", "postgres", "dataset-service", "results-service")) {
            stack().awaitEpochOrEnd(disturbed, stack().epochs(disturbed).size());
            stack().killAndAwaitRestart(service);
        }

        for (String job : jobs) {
            assertThat(stack().awaitEnd(job).path("state").asText())
                    .as("state of " + job)
                    .isEqualTo("COMPLETED");
            assertEpochs(stack().epochs(job), job.equals(disturbed) ? LONG : SHORT);
        }
        JsonNode survivor = stack().job(disturbed).orElseThrow();
        assertThat(survivor.path("attempt").asInt()).isGreaterThan(1);
        assertThat(weights(survivor)).isEqualTo(undisturbedWeights);
    }

    @Test
    void aTrainerThatSleepsPastItsLockFindsItsJobTakenOverAndPublishesNothingMore() {
        String job = RunningStack.jobs(stack().submitFresh(job(LONG, 1))).getFirst();
        stack().awaitEpochOrEnd(job, 2);
        long sleeper = stack().pid("mlp-trainer");
        UnixSignals.suspend(sleeper);
        try (ServiceProcess another = stack().startAnother("mlp-trainer")) {
            assertThat(another.isAlive()).isTrue();
            stack().awaitJob(job, found -> found.path("attempt").asInt() == 2);
            UnixSignals.resume(sleeper);

            JsonNode end = stack().awaitEnd(job);

            assertThat(end.path("attempt").asInt()).isEqualTo(2);
            assertEpochs(stack().epochs(job), LONG);
            assertThat(weights(end)).isEqualTo(undisturbedWeights);
        } finally {
            UnixSignals.resume(sleeper);
        }
    }

    private static void assertEpochs(List<JsonNode> epochs, int expected) {
        assertThat(epochs)
                .extracting(epoch -> epoch.path("epoch").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, expected).boxed().toList());
    }

    private static String weights(JsonNode job) {
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        return job.at("/model/sha256").asText();
    }

    private static String job(int epochs, int seed) {
        return """
                {'family': 'mlp', 'seed': %d, 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 200}},
                 'model': {'hidden': [256, 256], 'dropout': 0.2}, 'training': {'epochs': %d, 'batchSize': 32}}
                """.formatted(seed, epochs);
    }
}

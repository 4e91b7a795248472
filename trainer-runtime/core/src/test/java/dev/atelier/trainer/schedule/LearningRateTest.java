package dev.atelier.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.contracts.job.OptimizerSpec;
import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against rates of PyTorch's schedulers: {@code src/test/python/schedule_golden.py}. */
class LearningRateTest {
    private static final double PEAK = 0.01;

    static List<JsonNode> goldens() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LearningRateTest.class.getResourceAsStream("rates.jsonl")),
                StandardCharsets.UTF_8))) {
            List<JsonNode> goldens = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                goldens.add(Json.MAPPER.readTree(line));
            }
            return goldens;
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void ratesArePyTorchs(JsonNode golden) {
        long steps = golden.get("steps").longValue();
        LearningRate rate = switch (golden.get("name").textValue()) {
            case "oneCycle" ->
                new LearningRate.OneCycle(
                        PEAK,
                        steps,
                        golden.get("peakAt").doubleValue(),
                        golden.get("startDivisor").doubleValue(),
                        golden.get("finalDivisor").doubleValue());
            case "cosine" ->
                new LearningRate.Cosine(
                        PEAK,
                        steps,
                        golden.get("warmup").longValue(),
                        golden.get("finalFraction").doubleValue());
            default -> throw new AssertionError(golden);
        };
        assertThat(golden.get("rates")).hasSize((int) steps);
        for (int step = 0; step < steps; step++) {
            assertThat(rate.at(step))
                    .as("step %d", step)
                    .isCloseTo(golden.get("rates").get(step).doubleValue(), within(1e-12));
        }
    }

    @Test
    void aConstantRateIsTheSameAtEveryStep() {
        LearningRate rate = new LearningRate.Constant(0.3);
        assertThat(rate.at(0)).isEqualTo(0.3);
        assertThat(rate.at(1_000_000_000_000L)).isEqualTo(0.3);
    }

    @Test
    void ratesNeverLeaveTheRangeTheyAreDeclaredIn() {
        LearningRate cycle = new LearningRate.OneCycle(PEAK, 1000, 0.3, 25, 1e4);
        LearningRate cosine = new LearningRate.Cosine(PEAK, 1000, 100, 0.01);
        for (int step = 0; step < 2000; step++) {
            assertThat(cycle.at(step)).isBetween(PEAK / 25 / 1e4 - 1e-15, PEAK);
            assertThat(cosine.at(step)).isBetween(PEAK * 0.01, PEAK);
        }
    }

    @Test
    void runsOfOneStepHaveARate() {
        assertThat(new LearningRate.OneCycle(PEAK, 1, 1, 25, 1e4).at(0)).isEqualTo(PEAK);
        assertThat(new LearningRate.OneCycle(PEAK, 1, 0, 25, 1e4).at(0)).isFinite();
        assertThat(new LearningRate.Cosine(PEAK, 1, 1, 0).at(0)).isEqualTo(PEAK);
        assertThat(new LearningRate.Cosine(PEAK, 1, 0, 0).at(0)).isEqualTo(PEAK);
    }

    @Test
    void aJobsScheduleCountsItsOwnSteps() {
        assertThat(LearningRate.of(training(new TrainingSpec.Constant()), 7))
                .isEqualTo(new LearningRate.Constant(0.25));
        assertThat(LearningRate.of(training(new TrainingSpec.Cosine(1.5, 0.1)), 7))
                .isEqualTo(new LearningRate.Cosine(0.25, 70, 11, 0.1));
        assertThat(LearningRate.of(training(new TrainingSpec.OneCycle(0.3, 25, 1e4)), 7))
                .isEqualTo(new LearningRate.OneCycle(0.25, 70, 0.3, 25, 1e4));
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatThrownBy(() -> new LearningRate.Constant(Double.NaN))
                .hasMessage("rate is NaN; expected a number greater than 0");
        assertThatThrownBy(() -> new LearningRate.Cosine(PEAK, 10, 11, 0))
                .hasMessage("warmupSteps is 11; expected a number between 0 and totalSteps, which is 10");
        assertThatThrownBy(() -> new LearningRate.OneCycle(PEAK, 10, 1.1, 25, 1e4))
                .hasMessage("peakAt is 1.1; expected a number between 0 and 1");
        assertThatThrownBy(() -> new LearningRate.OneCycle(PEAK, 0, 0.3, 25, 1e4))
                .hasMessage("totalSteps is 0; expected at least 1");
    }

    private static TrainingSpec training(TrainingSpec.Schedule schedule) {
        OptimizerSpec optimizer = new OptimizerSpec(
                JsonNodeFactory.instance.objectNode().put("name", "sgd").put("learningRate", 0.25));
        return new TrainingSpec(10, 64, optimizer, schedule, 0, 0, 0, null, null, null);
    }
}

package dev.atelier.cnn.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.training.ModelsByOperations;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.random.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small trainings with every option, compared with PyTorch's own in {@code src/test/python/golden.py}, which says how to
 * write them anew.
 */
class GoldenTest {
    private static final JsonNode GOLDEN = read();
    private static final int BATCH = GOLDEN.get("batch").asInt();
    private static final InputShape SHAPE = new InputShape(
            GOLDEN.get("channels").asInt(),
            GOLDEN.get("side").asInt(),
            GOLDEN.get("side").asInt(),
            GOLDEN.get("classes").asInt());

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void trainsAsPyTorchDoes(String name, JsonNode expected) throws Exception {
        Job job = Jobs.resolved(expected.get("job"));
        trains(job, expected, new CnnAlgorithm().create(job, SHAPE, new Seeds(job.seed())));
    }

    /** As on devices whose memory is not the processor's. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void trainsAsPyTorchDoesByItsOperationsAlone(String name, JsonNode expected) throws Exception {
        Job job = Jobs.resolved(expected.get("job"));
        trains(
                job,
                expected,
                ModelsByOperations.create(
                        job,
                        SHAPE,
                        Blueprint.of(Architecture.of(CnnSpec.of(job), SHAPE), Architecture.init(CnnSpec.of(job))),
                        new Seeds(job.seed())));
    }

    private static void trains(Job job, JsonNode expected, Model created) throws Exception {
        Batch batch = batch();
        try (Model model = created) {
            begin(model, expected.get("shapes"));
            assertThat(model.parameters()).isEqualTo(expected.get("parameters").asLong());
            for (int step = 0; step < expected.get("losses").size(); step++) {
                model.step(batch, step, job.training().optimizer().learningRate());
                StepTotals found = model.drain();
                assertThat(found.loss() / BATCH)
                        .as("loss of step %d", step)
                        .isCloseTo(expected.get("losses").get(step).asDouble(), within(1e-4));
                assertThat(found.gradientNorm())
                        .as("gradient norm of step %d", step)
                        .isCloseTo(expected.get("gradientNorms").get(step).asDouble(), within(1e-3));
            }
            float[] logits = new float[BATCH * SHAPE.classes()];
            model.logits(batch, logits);
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i])
                        .as("logit %d", i)
                        .isCloseTo(expected.get("logits").get(i).asDouble(), within(1e-3));
            }
        }
    }

    private static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        GOLDEN.get("cases").properties().forEach(entry -> cases.add(Arguments.of(entry.getKey(), entry.getValue())));
        return cases;
    }

    /** The weights that the script begins with. */
    private static void begin(Model model, JsonNode shapes) {
        SortedMap<String, Tensor> state = new TreeMap<>(model.state());
        SortedMap<String, List<Integer>> byName = new TreeMap<>();
        shapes.properties().forEach(entry -> byName.put(entry.getKey(), ints(entry.getValue())));
        int number = 0;
        for (var entry : byName.entrySet()) {
            String name = entry.getKey();
            int size = entry.getValue().stream().reduce(1, Math::multiplyExact);
            boolean scale = name.contains("norm") && name.endsWith("weight");
            float[] values = wave(size, number++, scale ? 0.2 : 0.3);
            for (int i = 0; scale && i < size; i++) {
                values[i] += 1;
            }
            Tensor tensor = new Tensor.F32(entry.getValue(), values);
            assertThat(state).containsKey(name);
            state.put(name, tensor);
            state.computeIfPresent("average." + name, (_, _) -> tensor);
        }
        model.restore(state);
    }

    private static Batch batch() {
        int[] labels = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            labels[i] = i % SHAPE.classes();
        }
        return new Batch(wave(BATCH * SHAPE.features(), 0.5, 1), labels, BATCH);
    }

    private static float[] wave(int size, double phase, double scale) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * Math.sin(0.7 * i + phase + 0.001 * i * i));
        }
        return values;
    }

    private static List<Integer> ints(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return values;
    }

    private static JsonNode read() {
        try (InputStream golden = GoldenTest.class.getResourceAsStream("golden.json")) {
            return Json.MAPPER.readTree(Objects.requireNonNull(golden));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

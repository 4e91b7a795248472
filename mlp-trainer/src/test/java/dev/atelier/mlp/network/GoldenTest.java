package dev.atelier.mlp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.mlp.kernel.MatrixView;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.compute.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses, gradients, norms and weights of small trainings, compared with those of {@code src/test/python/golden.py},
 * which says how to write them anew.
 */
class GoldenTest {
    private static final JsonNode GOLDEN = read();

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void trainsAsNumPyDoes(String name, JsonNode expected) {
        Job job = Jobs.resolved(expected.get("job"));
        float[] inputs = floats(GOLDEN.get("inputs"));
        int[] labels = Json.MAPPER.convertValue(GOLDEN.get("labels"), int[].class);
        MatrixView batch = MatrixView.ofRows(inputs, labels.length, inputs.length / labels.length);
        try (Workers workers = new Workers(1)) {
            Mlp mlp = Jobs.network(job, batch.columns(), GOLDEN.get("classes").asInt(), 1, workers);
            begin(mlp, expected.get("initial"));

            Mlp gradients =
                    Jobs.network(job, batch.columns(), GOLDEN.get("classes").asInt(), 1, workers);
            gradients.restore(mlp.state());
            gradients.differentiate(batch, labels, 0);
            for (MatrixParameter parameter : gradients.parameters()) {
                Tensor.F32 gradient = (Tensor.F32) parameter.export(parameter.gradient());
                JsonNode wanted = expected.get("firstGradients").get(parameter.name());
                assertClose(parameter.name(), gradient.values(), wanted, 1e-6);
            }

            for (int step = 0; step < expected.get("losses").size(); step++) {
                Mlp.Step found =
                        mlp.step(batch, labels, step, job.training().optimizer().learningRate());
                assertThat(found.loss() / labels.length)
                        .isCloseTo(expected.get("losses").get(step).asDouble(), within(2e-5));
                assertThat(found.gradientNorm())
                        .isCloseTo(expected.get("gradientNorms").get(step).asDouble(), within(2e-5));
            }
            mlp.weights().forEach((key, tensor) -> assertClose(key, tensor, expected.get("evaluated")));
            SortedMap<String, Tensor> state = mlp.state();
            for (MatrixParameter parameter : mlp.parameters()) {
                assertClose(parameter.name(), state.get(parameter.name()), expected.get("final"));
            }
        }
    }

    private static void begin(Mlp mlp, JsonNode initial) {
        SortedMap<String, Tensor> state = mlp.state();
        for (MatrixParameter parameter : mlp.parameters()) {
            String name = parameter.name();
            Tensor tensor = new Tensor.F32(state.get(name).shape(), floats(initial.get(name)));
            state.put(name, tensor);
            state.computeIfPresent("average." + name, (key, old) -> tensor);
        }
        mlp.restore(state);
    }

    private static void assertClose(String name, Tensor actual, JsonNode expected) {
        assertClose(name, ((Tensor.F32) actual).values(), expected.get(name), 3e-5);
    }

    private static void assertClose(String name, float[] actual, JsonNode expected, double tolerance) {
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i])
                    .as("%s[%s]", name, i)
                    .isCloseTo(expected.get(i).asDouble(), within(tolerance));
        }
    }

    private static float[] floats(JsonNode array) {
        return Json.MAPPER.convertValue(array, float[].class);
    }

    private static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        GOLDEN.get("cases")
                .forEach(one -> cases.add(Arguments.of(one.get("name").asText(), one)));
        return cases;
    }

    private static JsonNode read() {
        try (InputStream golden = Objects.requireNonNull(GoldenTest.class.getResourceAsStream("golden.json"))) {
            return Json.MAPPER.readTree(golden);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

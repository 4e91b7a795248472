package dev.atelier.mlp.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout of perceptrons in files: PyTorch's, and how that of version 0.1 is read. */
class LayoutTest {
    private static final InputShape SQUARE = new InputShape(1, 2, 2, 4);
    private static final int SIZE = 16;
    private static final List<String> LAYERS = List.of("hidden1", "hidden2", "output");

    private final MlpAlgorithm algorithm = new MlpAlgorithm();

    /** By the definition of {@code torch.nn.Linear}: y = x · Wᵀ + b. Square matrices have no shape that shows the layout. */
    @ParameterizedTest
    @ValueSource(strings = {"[]", "[4]", "[4, 4]", "[7]", "[3, 9]", "[4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]"})
    void theWeightsAreThoseOfPytorchsLinear(String hidden) throws Exception {
        Job job = job(
                hidden.equals("[]") ? "\"hidden\": []" : "\"hidden\": %s, \"activation\": \"tanh\"".formatted(hidden));
        try (Model model = algorithm.create(job, SQUARE, new Seeds(3))) {
            train(model, 0, 5);
            SortedMap<String, Tensor> weights = model.weights();
            int layers = weights.size() / 2;
            Batch batch = batch(9);
            float[] logits = new float[SIZE * SQUARE.classes()];
            model.logits(batch, logits);
            for (int image = 0; image < SIZE; image++) {
                double[] x = new double[SQUARE.features()];
                for (int i = 0; i < x.length; i++) {
                    x[i] = batch.inputs()[image * x.length + i];
                }
                for (int layer = 1; layer <= layers; layer++) {
                    x = linear(weights, layer < layers ? "hidden" + layer : "output", x, layer < layers);
                }
                for (int label = 0; label < x.length; label++) {
                    assertThat((double) logits[image * x.length + label]).isCloseTo(x[label], within(1e-5));
                }
            }
        }
    }

    /** The files are of version 0.1: after three steps of a job, and after six of the same run. */
    @Test
    void aCheckpointOfTheFirstLayoutIsResumedBitForBit() throws Exception {
        try (Model resumed = algorithm.create(recordedJob(), SQUARE, new Seeds(7))) {
            resumed.restore(recorded("state-after-3"));
            assertThat(resumed.state()).isEqualTo(turned(recorded("state-after-3")));
            assertThat(resumed.weights()).isEqualTo(turned(recorded("weights-after-3")));
            train(resumed, 3, 6);
            assertThat(resumed.state()).isEqualTo(turned(recorded("state-after-6")));
        }
    }

    @Test
    void weightsOfTheFirstLayoutAreLoaded() throws Exception {
        try (Model model = algorithm.create(recordedJob(), SQUARE, new Seeds(8))) {
            model.load(recorded("weights-after-3"));
            assertThat(model.weights()).isEqualTo(turned(recorded("weights-after-3")));
        }
    }

    @Test
    void aCheckpointWithMoreLayersThanTheJobIsRefused() throws Exception {
        SortedMap<String, Tensor> state = recorded("state-after-3");
        state.put("layers.3.bias", Tensor.of(new float[4], 4));
        try (Model model = algorithm.create(recordedJob(), SQUARE, new Seeds(7))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.restore(state))
                    .withMessage("layer is 3; expected a number from 0 to 2");
        }
    }

    private static double[] linear(SortedMap<String, Tensor> weights, String name, double[] x, boolean activated) {
        Tensor.F32 weight = (Tensor.F32) weights.get(name + ".weight");
        float[] bias = ((Tensor.F32) weights.get(name + ".bias")).values();
        assertThat(weight.shape()).containsExactly(bias.length, x.length);
        double[] y = new double[bias.length];
        for (int output = 0; output < y.length; output++) {
            y[output] = bias[output];
            for (int input = 0; input < x.length; input++) {
                y[output] += weight.values()[output * x.length + input] * x[input];
            }
            y[output] = activated ? Math.tanh(y[output]) : y[output];
        }
        return y;
    }

    /** What the first layout holds, by the names and in the layout of this one. */
    private static SortedMap<String, Tensor> turned(SortedMap<String, Tensor> first) {
        SortedMap<String, Tensor> turned = new TreeMap<>();
        first.forEach((name, tensor) -> {
            String renamed = name;
            for (int layer = 0; layer < LAYERS.size(); layer++) {
                renamed = renamed.replace("layers." + layer, LAYERS.get(layer));
            }
            turned.put(renamed, name.endsWith("weight") ? turned((Tensor.F32) tensor) : tensor);
        });
        return turned;
    }

    private static Tensor turned(Tensor.F32 square) {
        float[] values = new float[16];
        for (int i = 0; i < values.length; i++) {
            values[i] = square.values()[i % 4 * 4 + i / 4];
        }
        return Tensor.of(values, 4, 4);
    }

    private static SortedMap<String, Tensor> recorded(String name) throws Exception {
        return Safetensors.load(path("layout-1/" + name + ".safetensors"));
    }

    private static Path path(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(LayoutTest.class.getResource(name), name).toURI());
    }

    private static Job recordedJob() throws Exception {
        return job("\"hidden\": [4, 4], \"dropout\": 0.2, \"activation\": \"tanh\"");
    }

    private static Job job(String model) throws Exception {
        return JobSchema.resolve(Json.MAPPER.readTree("""
                {"family": "mlp", "name": "square", "data": {"dataset": "fashion-mnist"}, "model": {%s},
                 "training": {"emaDecay": 0.9, "optimizer": {"name": "adamw", "learningRate": 0.01, "weightDecay": 0.1}}}
                """.formatted(model))).orElseThrow();
    }

    private static void train(Model model, int from, int to) throws Exception {
        for (int step = from; step < to; step++) {
            model.step(batch(step), step, 0.01);
        }
    }

    /** The batches that the recorded run was trained on. */
    private static Batch batch(int step) {
        RandomStream random = new RandomStream(step);
        float[] inputs = new float[SIZE * SQUARE.features()];
        int[] labels = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            labels[i] = random.nextInt(SQUARE.classes());
            for (int j = 0; j < SQUARE.features(); j++) {
                inputs[i * SQUARE.features() + j] = (float) random.nextGaussian() + (j == labels[i] ? 1 : 0);
            }
        }
        return new Batch(inputs, labels, SIZE);
    }
}

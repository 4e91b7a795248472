package dev.atelier.transfer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.Blueprint.FrozenStatistics;
import dev.atelier.djl.network.Op;
import dev.atelier.djl.training.NetworkModel;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.transfer.TransferJobs;
import dev.atelier.transfer.backbone.Formula;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against torchvision's, whose numbers golden.py wrote down. */
class ResNet18Test {
    private static final int CLASSES = 10;
    private static final double LOGITS = 1e-4;
    private static final double GRADIENTS = 1e-3;

    @TestFactory
    Stream<DynamicTest> computesWhatTorchvisionComputes() throws IOException {
        JsonNode golden = Json.MAPPER.readTree(ResNet18Test.class.getResource("../golden.json"));
        return StreamSupport.stream(golden.get("cases").spliterator(), false)
                .map(each -> DynamicTest.dynamicTest(
                        "head %s, %s trainable, batch norm %s"
                                .formatted(each.get("hidden"), each.get("trainable"), each.get("batchNorm")),
                        () -> compare(golden, each)));
    }

    private static void compare(JsonNode golden, JsonNode expected) throws Exception {
        int side = golden.get("side").intValue();
        int size = golden.get("batch").intValue();
        InputShape shape = new InputShape(3, side, side, CLASSES);
        double[] noise = Formula.noise("images", size * shape.features());
        float[] images = new float[noise.length];
        for (int i = 0; i < noise.length; i++) {
            images[i] = (float) noise[i];
        }
        int[] labels = StreamSupport.stream(golden.get("labels").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
        Batch batch = new Batch(images, labels, size);

        Job job = TransferJobs.job("""
                {"training": {"optimizer": {"name": "sgd", "learningRate": 1}}, "runtime": {"device": "cpu"}}
                """);
        Blueprint blueprint = blueprint(expected);
        try (Model model = NetworkModel.on(Device.cpu(), job, shape, blueprint, new Seeds(1))) {
            float[] logits = new float[size * CLASSES];
            model.logits(batch, logits);
            for (int i = 0; i < logits.length; i++) {
                assertThat(logits[i]).isCloseTo(expected.get("inference").get(i).floatValue(), within((float) LOGITS));
            }
            SortedMap<String, Tensor> before = model.weights();
            model.step(batch, 0, 1);
            assertThat(model.drain().loss() / size)
                    .isCloseTo(expected.get("loss").doubleValue(), within(LOGITS));
            SortedMap<String, Tensor> after = model.weights();
            after.forEach((name, tensor) -> {
                JsonNode gradient = expected.get("gradients").get(name);
                if (gradient != null) {
                    assertDigest(name, difference(before.get(name), tensor), gradient, GRADIENTS);
                } else if (!name.contains("running")) {
                    assertThat(tensor).as("the frozen " + name).isEqualTo(before.get(name));
                }
            });
            expected.get("statistics")
                    .fields()
                    .forEachRemaining(each ->
                            assertDigest(each.getKey(), floats(after.get(each.getKey())), each.getValue(), LOGITS));
        }
    }

    private static Blueprint blueprint(JsonNode expected) {
        List<Integer> hidden = new ArrayList<>();
        expected.get("hidden").forEach(width -> hidden.add(width.intValue()));
        List<Op> ops = new ArrayList<>(ResNet18.backbone());
        ops.addAll(ResNet18.head(hidden, CLASSES));
        return new Blueprint(
                ops,
                Init.PYTORCH,
                Formula.weights(ops),
                ResNet18.frozen(expected.get("trainable").textValue()),
                expected.get("batchNorm").textValue().equals("train")
                        ? FrozenStatistics.OF_THE_BATCH
                        : FrozenStatistics.RUNNING,
                ResNet18.backbone().size(),
                1);
    }

    private static void assertDigest(String name, double[] values, JsonNode expected, double tolerance) {
        double norm = expected.get("norm").doubleValue();
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        assertThat(Math.sqrt(squares)).as("norm of " + name).isCloseTo(norm, within(tolerance * norm + 1e-6));
        assertThat(sum)
                .as("sum of " + name)
                .isCloseTo(
                        expected.get("sum").doubleValue(), within(tolerance * norm * Math.sqrt(values.length) + 1e-5));
        for (int i = 0; i < expected.get("first").size(); i++) {
            assertThat(values[i])
                    .as("value %d of %s", i, name)
                    .isCloseTo(expected.get("first").get(i).doubleValue(), within(tolerance * norm + 1e-6));
        }
    }

    private static double[] difference(Tensor before, Tensor after) {
        double[] one = floats(before);
        double[] other = floats(after);
        for (int i = 0; i < one.length; i++) {
            one[i] -= other[i];
        }
        return one;
    }

    private static double[] floats(Tensor tensor) {
        float[] values = ((Tensor.F32) tensor).values();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    @ParameterizedTest
    @CsvSource({"'', 5130", "256, 133898", "'256,128', 165514"})
    void headsHaveAsManyParametersAsThePublishedOnes(String hidden, long parameters) {
        List<Integer> widths = hidden.isEmpty()
                ? List.of()
                : Stream.of(hidden.split(",")).map(Integer::valueOf).toList();
        assertThat(Op.parameters(ResNet18.head(widths, CLASSES))).isEqualTo(parameters);
    }

    @Test
    void theBackboneHasAsManyParametersAsTorchvisions() {
        assertThat(Op.parameters(ResNet18.backbone())).isEqualTo(11_176_512);
    }
}

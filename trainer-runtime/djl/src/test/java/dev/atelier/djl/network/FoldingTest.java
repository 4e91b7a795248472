package dev.atelier.djl.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.atelier.djl.training.Torch;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.random.Seeds;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FoldingTest {
    private static final List<Op> OPS = List.of(
            Op.Conv2d.same("conv1", 3, 8, 3, false),
            new Op.BatchNorm2d("bn1", 8),
            new Op.Activate(Activation.RELU),
            new Op.Residual(
                    List.of(
                            new Op.Conv2d("a", 8, 6, 3, 2, 1, true),
                            new Op.BatchNorm2d("abn", 6),
                            new Op.Activate(Activation.TANH),
                            Op.Conv2d.same("b", 6, 6, 3, false)),
                    List.of(new Op.Conv2d("c", 8, 6, 1, 2, 0, false), new Op.BatchNorm2d("cbn", 6)),
                    Activation.RELU),
            new Op.BatchNorm2d("alone", 6));
    private static final Shape IMAGES = new Shape(4, 3, 10, 10);

    @Test
    void normalisationsAfterConvolutionsAreGoneAndTheResultIsTheSame() {
        SortedMap<String, Tensor> weights = weights();
        Folding folding = Folding.of(OPS, weights);

        assertThat(folding.ops()).hasSize(4);
        assertThat(folding.weights())
                .containsOnlyKeys(
                        "conv1.weight",
                        "conv1.bias",
                        "a.weight",
                        "a.bias",
                        "b.weight",
                        "c.weight",
                        "c.bias",
                        "alone.weight",
                        "alone.bias",
                        "alone.running_mean",
                        "alone.running_var");
        float[] expected = infer(OPS, weights);
        float[] folded = infer(folding.ops(), folding.weights());
        for (int i = 0; i < expected.length; i++) {
            assertThat(folded[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private static float[] infer(List<Op> ops, SortedMap<String, Tensor> weights) {
        try (NDManager manager = Torch.engine().newBaseManager(Device.cpu())) {
            float[] pixels = random(new Random(7), (int) IMAGES.size(), 1);
            var network = new Network(manager, Blueprint.given(ops, Init.PYTORCH, weights), new Seeds(1), false);
            return network.infer(manager.create(pixels, IMAGES), manager).toFloatArray();
        }
    }

    /** Drawn weights, and statistics as a trained network might have them. */
    private static SortedMap<String, Tensor> weights() {
        Random random = new Random(3);
        try (NDManager manager = Torch.engine().newBaseManager(Device.cpu())) {
            SortedMap<String, Tensor> drawn =
                    new TreeMap<>(new Network(manager, Blueprint.of(OPS, Init.PYTORCH), new Seeds(1), false)
                            .weights()
                            .evaluated());
            drawn.replaceAll((name, tensor) -> name.matches("(bn1|abn|cbn|alone).*")
                    ? new Tensor.F32(
                            tensor.shape(), random(random, tensor.shape().getFirst(), name.endsWith("var") ? 1 : 2))
                    : tensor);
            return drawn;
        }
    }

    /** From 0.1 to 1.1, or from -0.9 to 1.1. */
    private static float[] random(Random random, int size, int range) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 1.1f - range * random.nextFloat();
        }
        return values;
    }
}

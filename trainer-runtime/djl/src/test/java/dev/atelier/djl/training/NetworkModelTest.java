package dev.atelier.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.bench.Noise;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.Op;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.random.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NetworkModelTest {
    private static final InputShape SHAPE = new InputShape(1, 28, 28, 10);
    private static final int BATCH = 32;
    private static final List<Batch> BATCHES = Noise.batches(SHAPE, BATCH, 4);
    private static final List<Op> OPS = List.of(
            Op.Conv2d.same("conv", 1, 16, 3, false),
            new Op.BatchNorm2d("norm", 16),
            new Op.MaxPool(2, 2, 0),
            new Op.Activate(Activation.RELU),
            new Op.Dropout(0.3, true),
            new Op.Flatten(),
            new Op.Linear("output", 16 * 14 * 14, 10));
    private static final Blueprint BLUEPRINT = Blueprint.of(OPS, Init.PYTORCH);

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingIsLeftOfAnEpochInMemory() throws Exception {
        NDManager manager = Torch.engine().newBaseManager(Device.cpu());
        Torch.useThreads(job().runtime().threads());
        staysFlat(new NetworkModel(job(), SHAPE, BLUEPRINT, new Seeds(1), manager, true, false), manager);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingIsLeftOfAnEpochWhereWeightsAreMovedByOperations() throws Exception {
        NDManager manager = Torch.engine().newBaseManager(Device.cpu());
        staysFlat(ModelsByOperations.create(job(), SHAPE, BLUEPRINT, new Seeds(1), manager), manager);
    }

    private static void staysFlat(NetworkModel created, NDManager manager) throws Exception {
        try (NetworkModel model = created) {
            train(model, 0, 40, 0.01);
            int arrays = manager.getManagedArrays().size();
            long bytes = residentBytes();

            train(model, 40, 240, 0.01);

            assertThat(manager.getManagedArrays()).hasSize(arrays);
            // One step's activations come to more than 3 MB, and there were 800 steps.
            assertThat(residentBytes() - bytes).isLessThan(100L << 20);
        }
    }

    @Test
    void theSameJobGivesTheSameBitsAlsoWhenItGoesOnFromAState() throws Exception {
        SortedMap<String, Tensor> whole;
        try (NetworkModel model = model()) {
            train(model, 0, 4, 0.01);
            whole = model.state();
        }
        SortedMap<String, Tensor> half;
        try (NetworkModel model = model()) {
            train(model, 0, 2, 0.01);
            half = model.state();
            train(model, 2, 4, 0.01);
            assertThat(model.state()).as("run again").isEqualTo(whole);
        }
        try (NetworkModel model = model()) {
            model.restore(half);
            train(model, 2, 4, 0.01);
            assertThat(model.state()).as("gone on").isEqualTo(whole);
        }
    }

    @Test
    void aStateIsNotGoneOnFromWithOtherFrozenWeights() throws Exception {
        SortedMap<String, Tensor> state;
        try (NetworkModel model = frozen(1)) {
            state = model.state();
            model.restore(state);
        }
        try (NetworkModel other = frozen(2)) {
            assertThatThrownBy(() -> other.restore(state))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("changed since the checkpoint");
        }
    }

    @Test
    void trainingStartsFromTheWeightsAndStatisticsOfAnother() throws Exception {
        try (NetworkModel other = model();
                NetworkModel model = model()) {
            train(other, 0, 2, 0.01);

            model.startFrom(other.weights());

            assertThat(model.weights()).isEqualTo(other.weights());
            assertThat(model.state()).containsAllEntriesOf(other.weights());
            train(model, 0, 2, 0.01);
            assertThat(model.weights()).isNotEqualTo(other.weights());
        }
    }

    @Test
    void whatWasExportedCanBeLoadedAndComputesTheSame() throws Exception {
        float[] before = new float[BATCH * 10];
        float[] after = new float[BATCH * 10];
        SortedMap<String, Tensor> weights;
        try (NetworkModel model = model()) {
            train(model, 0, 2, 0.01);
            model.logits(BATCHES.getFirst(), before);
            weights = model.weights();
        }
        try (NetworkModel model = model()) {
            model.load(weights);
            model.logits(BATCHES.getFirst(), after);
        }
        assertThat(after).isEqualTo(before);
        assertThat(weights)
                .containsOnlyKeys(
                        "conv.weight",
                        "norm.bias",
                        "norm.running_mean",
                        "norm.running_var",
                        "norm.weight",
                        "output.bias",
                        "output.weight");
        assertThat(weights.get("conv.weight").shape()).containsExactly(16, 1, 3, 3);
    }

    @Test
    void aLossThatIsNoNumberIsReportedAtItsStep() {
        try (NetworkModel model = model()) {
            assertThatThrownBy(() -> train(model, 0, 10, 1e30))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("at step");
        }
    }

    private static NetworkModel model() {
        return NetworkModel.on(Device.cpu(), job(), SHAPE, BLUEPRINT, new Seeds(1));
    }

    /** Its convolution is drawn, then frozen. */
    private static NetworkModel frozen(long seed) {
        Blueprint blueprint =
                new Blueprint(OPS, Init.PYTORCH, new TreeMap<>(), 2, Blueprint.FrozenStatistics.RUNNING, 2, 1);
        return NetworkModel.on(Device.cpu(), job(), SHAPE, blueprint, new Seeds(seed));
    }

    private static void train(NetworkModel model, int fromEpoch, int toEpoch, double learningRate)
            throws DivergedException {
        float[] logits = new float[BATCH * 10];
        for (int epoch = fromEpoch; epoch < toEpoch; epoch++) {
            for (int step = 0; step < BATCHES.size(); step++) {
                model.step(BATCHES.get(step), (long) epoch * BATCHES.size() + step, learningRate);
            }
            model.logits(BATCHES.getFirst(), logits);
            model.drain();
        }
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private static Job job() {
        try {
            String request = """
                    {"family": "cnn", "training": {"batchSize": %d, "emaDecay": 0.9,
                     "optimizer": {"name": "sgd", "learningRate": 0.01, "momentum": 0.9}}}
                    """.formatted(BATCH);
            return JobSchema.resolve(Json.MAPPER.readTree(request)).orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

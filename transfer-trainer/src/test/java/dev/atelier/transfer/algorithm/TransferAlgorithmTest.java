package dev.atelier.transfer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.Noise;
import dev.atelier.contracts.job.Job;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.checkpoint.StoredFile;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.trainer.training.JobMemory;
import dev.atelier.transfer.TransferJobs;
import dev.atelier.transfer.backbone.Formula;
import dev.atelier.transfer.weights.WeightsSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferAlgorithmTest {
    private static final InputShape SHAPE = new InputShape(3, 32, 32, 10);
    private static final int SIZE = 20;
    private static final List<Batch> BATCHES = Noise.batches(SHAPE, SIZE, 3);
    private static final Seeds SEEDS = new Seeds(4);

    @TempDir
    private Path folder;

    private TransferAlgorithm algorithm;

    private String weights;

    @BeforeEach
    void writeWeights() throws Exception {
        weights = StoredFile.write(folder.resolve("formula.safetensors"), Formula.weights(ResNet18.backbone()))
                .sha256();
        algorithm = new TransferAlgorithm(WeightsSettings.of(folder, Set.of()));
    }

    /** Bit for bit: whether features are kept depends on the disk, and a job's result must not. */
    @ParameterizedTest
    @ValueSource(strings = {"head", "layer4", "layer3"})
    void trainingOnFeaturesComesToTheSameBitsAsTrainingOnImages(String trainable) throws Exception {
        Job job = job("'trainable': '%s', 'hidden': [16]".formatted(trainable));
        SortedMap<String, Tensor> onImages;
        float[] answers = new float[SIZE * 10];
        try (Model model = algorithm.create(job, SHAPE, SEEDS)) {
            for (int step = 0; step < BATCHES.size(); step++) {
                model.step(BATCHES.get(step), step, 0.01);
            }
            model.logits(BATCHES.getFirst(), answers);
            onImages = model.state();
        }
        try (Encoder encoder = algorithm.encoder(job, SHAPE, SEEDS).orElseThrow()) {
            Model model = encoder.model();
            for (int step = 0; step < BATCHES.size(); step++) {
                model.step(encoded(encoder, BATCHES.get(step)), step, 0.01);
            }
            float[] onFeatures = new float[SIZE * 10];
            model.logits(encoded(encoder, BATCHES.getFirst()), onFeatures);
            assertThat(model.state()).isEqualTo(onImages);
            assertThat(onFeatures).isEqualTo(answers);
        }
    }

    @Test
    void featuresOfAnImageDoNotDependOnItsBatch() throws Exception {
        try (Encoder encoder =
                algorithm.encoder(job("'hidden': []"), SHAPE, SEEDS).orElseThrow()) {
            Batch whole = BATCHES.getFirst();
            float[] together = encoded(encoder, whole).inputs();
            for (int image = 0; image < SIZE; image += 7) {
                float[] inputs =
                        Arrays.copyOfRange(whole.inputs(), image * SHAPE.features(), (image + 1) * SHAPE.features());
                float[] alone =
                        encoded(encoder, new Batch(inputs, new int[1], 1)).inputs();
                assertThat(alone).isEqualTo(Arrays.copyOfRange(together, image * 512, (image + 1) * 512));
            }
        }
    }

    @Test
    void anEncodersDigestDistinguishesWeights() throws Exception {
        String first = digest(job("'hidden': []"));
        assertThat(digest(job("'hidden': [5]"))).isEqualTo(first);
        assertThat(digest(job("'trainable': 'layer4'"))).isNotEqualTo(first);
        SortedMap<String, Tensor> other = Formula.weights(ResNet18.backbone());
        ((Tensor.F32) other.get("bn1.running_mean")).values()[3] += 1;
        weights = StoredFile.write(folder.resolve("formula.safetensors"), other).sha256();
        assertThat(digest(job("'hidden': []"))).isNotEqualTo(first);
    }

    @Test
    void whereTheBatchDecidesNothingIsKept() {
        assertThat(algorithm.encoder(job("'batchNorm': 'train'"), SHAPE, SEEDS)).isEmpty();
        assertThat(algorithm.encoder(job("'trainable': 'all'"), SHAPE, SEEDS)).isEmpty();
    }

    @Test
    void theBackboneHasALearningRateOfItsOwn() throws Exception {
        Job job = TransferJobs.job("""
                {"model": {"weights": {"source": "formula.safetensors", "sha256": "%s"}, "trainable": "layer4"},
                 "training": {"optimizer": {"name": "sgd", "learningRate": 0.5, "backboneLearningRate": 0.05}},
                 "runtime": {"device": "cpu"}}
                """.formatted(weights));
        Job even = TransferJobs.job("""
                {"model": {"weights": {"source": "formula.safetensors", "sha256": "%s"}, "trainable": "layer4"},
                 "training": {"optimizer": {"name": "sgd", "learningRate": 0.5}}, "runtime": {"device": "cpu"}}
                """.formatted(weights));
        double slow = moved(job, "layer4.1.conv2.weight");
        double fast = moved(even, "layer4.1.conv2.weight");
        assertThat(fast / slow).isBetween(9.9, 10.1);
        assertThat(moved(job, "fc.weight")).isEqualTo(moved(even, "fc.weight"));
    }

    @Test
    void weightsThatCannotBeHadAreAViolation() throws Exception {
        Job job = TransferJobs.job("{\"runtime\": {\"device\": \"cpu\"}}");
        assertThat(algorithm.check(job, SHAPE, 60_000, StopSignal.NEVER))
                .singleElement()
                .satisfies(violation -> assertThat(violation.sentence())
                        .startsWith("model.weights.source is imagenet; expected weights that can be used")
                        .contains("resnet18-f37072fd.pth"));
    }

    @Test
    void allThatABatchOfLargeImagesMakesCounts() {
        Job job = TransferJobs.job("""
                {"model": {"weights": {"source": "formula.safetensors", "sha256": "%s"}, "trainable": "all"},
                 "training": {"batchSize": 65536}, "runtime": {"device": "cpu"}}
                """.formatted(weights));
        var need = algorithm.memory(job, new InputShape(3, 224, 224, 10), false);
        assertThat(need.offHeap().of(65_536, 64)).isGreaterThan(1_000_000_000_000L);
        assertThat(need.offHeap().of(16, 64)).isLessThan(2_000_000_000L);
    }

    @Test
    void whatThePublishedStudiesTrainFits() {
        JobMemory container = JobMemory.of(1254L << 20, 3584L << 20, 70_000L * 785);
        Job heads = TransferJobs.job("""
                {"model": {"weights": {"source": "scratch"}, "hidden": [256, 128], "batchNorm": "train"}, "data": {"resize": 224}}
                """);
        Job scratch = TransferJobs.job("""
                {"model": {"weights": {"source": "scratch"}, "trainable": "all"}, "data": {"resize": 28}}
                """);
        assertThat(container.violation(algorithm.memory(heads, new InputShape(3, 224, 224, 10), true), 64, 48_000))
                .isEmpty();
        assertThat(container.violation(algorithm.memory(heads, new InputShape(3, 224, 224, 10), false), 64, 48_000))
                .isEmpty();
        assertThat(container.violation(algorithm.memory(scratch, new InputShape(3, 28, 28, 10), false), 64, 48_000))
                .isEmpty();
    }

    private double moved(Job job, String name) throws Exception {
        try (Model model = algorithm.create(job, SHAPE, SEEDS)) {
            float[] before = ((Tensor.F32) model.weights().get(name)).values();
            model.step(BATCHES.getFirst(), 0, 0.5);
            float[] after = ((Tensor.F32) model.weights().get(name)).values();
            double squares = 0;
            for (int i = 0; i < before.length; i++) {
                squares += Math.pow(after[i] - before[i], 2);
            }
            return Math.sqrt(squares);
        }
    }

    private String digest(Job job) {
        try (Encoder encoder = algorithm.encoder(job, SHAPE, SEEDS).orElseThrow()) {
            return encoder.digest();
        }
    }

    private static Batch encoded(Encoder encoder, Batch batch) {
        float[] features = new float[batch.size() * encoder.features().features()];
        encoder.encode(batch, features);
        return new Batch(features, batch.labels().clone(), batch.size());
    }

    private Job job(String model) {
        return TransferJobs.job("""
                {"model": {"weights": {"source": "formula.safetensors", "sha256": "%s"}, %s}, "runtime": {"device": "cpu"}}
                """.formatted(weights, model.replace('\'', '"')));
    }
}

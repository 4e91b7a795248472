package dev.atelier.mlp.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MlpAlgorithmTest {
    private static final InputShape SHAPE = new InputShape(1, 5, 5, 3);
    private static final String EVERYTHING = """
            {"family": "mlp", "name": "all", "data": {"dataset": "fashion-mnist"},
             "model": {"hidden": [20, 12], "dropout": 0.2, "activation": "leakyRelu"},
             "training": {"emaDecay": 0.9, "gradientClipNorm": 1, "labelSmoothing": 0.1, "l1": 0.01, "l2": 0.01,
                          "optimizer": {"name": "adamw", "learningRate": 0.01, "weightDecay": 0.1}}}
            """;
    private static final String MOMENTUM = """
            {"family": "mlp", "name": "momentum", "data": {"dataset": "fashion-mnist"}, "model": {"hidden": [8]},
             "training": {"optimizer": {"name": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": true}}}
            """;

    private final MlpAlgorithm algorithm = new MlpAlgorithm();

    @Test
    void aRestoredModelGoesOnBitForBit() throws Exception {
        for (String written : new String[] {EVERYTHING, MOMENTUM}) {
            Job job = job(written);
            try (Model undisturbed = algorithm.create(job, SHAPE, new Seeds(7));
                    Model restored = algorithm.create(job, SHAPE, new Seeds(7))) {
                train(undisturbed, 0, 10);
                SortedMap<String, Tensor> checkpoint = undisturbed.state();
                train(undisturbed, 10, 20);

                train(restored, 0, 3);
                restored.restore(checkpoint);
                train(restored, 10, 20);

                assertThat(restored.state()).isEqualTo(undisturbed.state()).isNotEqualTo(checkpoint);
                assertThat(restored.weights()).isEqualTo(undisturbed.weights());
            }
        }
    }

    @Test
    void trainingStartsFromTheWeightsOfAnother() throws Exception {
        try (Model other = algorithm.create(job(EVERYTHING), SHAPE, new Seeds(7));
                Model averaged = algorithm.create(job(EVERYTHING), SHAPE, new Seeds(8))) {
            train(other, 0, 10);
            SortedMap<String, Tensor> first = averaged.state();

            averaged.startFrom(other.weights());

            assertThat(averaged.weights()).isEqualTo(other.weights());
            assertThat(averaged.state()).containsAllEntriesOf(other.weights()).hasSameSizeAs(first);
            assertThat(averaged.state().get("optimizer.step")).isEqualTo(first.get("optimizer.step"));
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() throws Exception {
        Job one = job(EVERYTHING.replace("\"family\"", "\"runtime\": {\"threads\": 1}, \"family\""));
        Job two = job(EVERYTHING.replace("\"family\"", "\"runtime\": {\"threads\": 2}, \"family\""));
        InputShape wide = new InputShape(1, 28, 28, 10);
        try (Model alone = algorithm.create(one, wide, new Seeds(7));
                Model shared = algorithm.create(two, wide, new Seeds(7))) {
            for (int step = 0; step < 30; step++) {
                Batch batch = batch(step, 64, wide);
                alone.step(batch, step, 0.01);
                shared.step(batch, step, 0.01);
            }
            assertThat(shared.state()).isEqualTo(alone.state());
        }
    }

    @Test
    void theStateHoldsEverythingByName() throws Exception {
        try (Model model = algorithm.create(job(EVERYTHING), SHAPE, new Seeds(7))) {
            assertThat(model.parameters()).isEqualTo(26 * 20 + 21 * 12 + 13 * 3);
            assertThat(model.weights().keySet())
                    .containsExactly(
                            "hidden1.bias",
                            "hidden1.weight",
                            "hidden2.bias",
                            "hidden2.weight",
                            "output.bias",
                            "output.weight");
            assertThat(model.weights().get("hidden1.weight").shape()).containsExactly(20, 25);
            assertThat(model.state())
                    .containsKeys(
                            "average.hidden1.weight",
                            "optimizer.firstMoment.hidden1.weight",
                            "optimizer.secondMoment.output.bias",
                            "optimizer.step")
                    .hasSize(6 * 4 + 1);
        }
    }

    @Test
    void evaluationUsesTheAverageAndLeavesTrainingAlone() throws Exception {
        try (Model model = algorithm.create(job(EVERYTHING), SHAPE, new Seeds(7));
                Model other = algorithm.create(job(EVERYTHING), SHAPE, new Seeds(8))) {
            train(model, 0, 10);
            SortedMap<String, Tensor> before = model.state();
            assertThat(model.weights().get("hidden1.weight"))
                    .isEqualTo(before.get("average.hidden1.weight"))
                    .isNotEqualTo(before.get("hidden1.weight"));
            float[] logits = logits(model, 9);
            assertThat(model.state()).isEqualTo(before);

            assertThat(logits(other, 9)).isNotEqualTo(logits);
            other.load(model.weights());
            assertThat(logits(other, 9)).isEqualTo(logits);
        }
    }

    @Test
    void learnsWhatCanBeLearned() throws Exception {
        try (Model model = algorithm.create(job(MOMENTUM), SHAPE, new Seeds(7))) {
            train(model, 0, 10);
            StepTotals early = model.drain();
            train(model, 10, 300);
            model.drain();
            train(model, 300, 310);
            StepTotals late = model.drain();
            assertThat(early.examples()).isEqualTo(160);
            assertThat(late.loss()).isLessThan(early.loss() / 2);
            assertThat(late.correct()).isGreaterThan(early.correct());
            assertThat(late.gradientNorm()).isPositive();
            assertThat(model.drain()).isEqualTo(StepTotals.NONE);
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTraining() throws Exception {
        Job job = job(MOMENTUM);
        try (Model model = algorithm.create(job, SHAPE, new Seeds(7))) {
            assertThatThrownBy(() -> {
                        for (int step = 0; step < 100; step++) {
                            model.step(batch(step, 16, SHAPE), step, 1e30);
                        }
                    })
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("training.optimizer.learningRate");
        }
    }

    @Test
    void whatCanBeTrainedHasNoViolation() throws Exception {
        assertThat(algorithm.check(job(EVERYTHING), SHAPE, 60_000, StopSignal.NEVER))
                .isEmpty();
    }

    @Test
    void aStateOfAnotherShapeIsRefused() throws Exception {
        try (Model model = algorithm.create(job(EVERYTHING), SHAPE, new Seeds(7));
                Model other = algorithm.create(job(MOMENTUM), SHAPE, new Seeds(7))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.restore(model.state()))
                    .withMessageContaining("hidden1.weight")
                    .withMessageContaining("[8, 25]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.restore(new TreeMap<>()))
                    .withMessageContaining("no tensor 'hidden1.weight'");
        }
    }

    private static void train(Model model, int fromStep, int toStep) throws DivergedException {
        for (int step = fromStep; step < toStep; step++) {
            model.step(batch(step, 16, SHAPE), step, 0.01);
        }
    }

    private static float[] logits(Model model, int step) {
        float[] logits = new float[16 * SHAPE.classes()];
        model.logits(batch(step, 16, SHAPE), logits);
        return logits;
    }

    /** Images whose brightest third tells the class. */
    private static Batch batch(int step, int size, InputShape shape) {
        RandomStream random = new RandomStream(step);
        float[] inputs = new float[size * shape.features()];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(shape.classes());
            for (int j = 0; j < shape.features(); j++) {
                boolean bright = j * shape.classes() / shape.features() == labels[i];
                inputs[i * shape.features() + j] = (float) random.nextGaussian() + (bright ? 1 : 0);
            }
        }
        return new Batch(inputs, labels, size);
    }

    private static Job job(String written) throws JsonProcessingException {
        return JobSchema.resolve(Json.MAPPER.readTree(written)).orElseThrow();
    }
}

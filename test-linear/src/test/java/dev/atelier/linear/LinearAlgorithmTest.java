package dev.atelier.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.job.Job;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.random.Seeds;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearAlgorithmTest {
    private static final InputShape SHAPE = new InputShape(1, 5, 5, 3);
    private static final String MOMENTUM =
            "{\"optimizer\": {\"name\": \"sgd\", \"learningRate\": 0.05, \"momentum\": 0.9}}";
    private static final String AVERAGED = """
            {"emaDecay": 0.9, "gradientClipNorm": 1, "labelSmoothing": 0.1, "l2": 0.01,
             "optimizer": {"name": "adamw", "learningRate": 0.01, "weightDecay": 0.1}}
            """;

    private final LinearAlgorithm algorithm = new LinearAlgorithm();

    @ParameterizedTest
    @ValueSource(strings = {MOMENTUM, AVERAGED})
    void aRestoredModelEndsWithTheBitsOfAnUninterruptedOne(String training) throws Exception {
        Job job = Jobs.with(training);
        try (Model uninterrupted = algorithm.create(job, SHAPE, new Seeds(7));
                Model restored = algorithm.create(job, SHAPE, new Seeds(8))) {
            train(uninterrupted, 0, 10);
            SortedMap<String, Tensor> checkpoint = uninterrupted.state();
            train(uninterrupted, 10, 20);

            restored.restore(checkpoint);
            train(restored, 10, 20);

            assertThat(restored.state()).isEqualTo(uninterrupted.state()).isNotEqualTo(checkpoint);
            assertThat(restored.weights()).isEqualTo(uninterrupted.weights());
        }
    }

    @Test
    void learnsWhatCanBeLearned() throws Exception {
        try (Model model = algorithm.create(Jobs.with(MOMENTUM), SHAPE, new Seeds(7))) {
            train(model, 0, 10);
            StepTotals early = model.drain();
            train(model, 10, 300);
            model.drain();
            train(model, 300, 310);
            StepTotals late = model.drain();

            assertThat(model.parameters()).isEqualTo(26 * 3);
            assertThat(early.examples()).isEqualTo(160);
            assertThat(late.loss()).isLessThan(early.loss() * 0.7);
            assertThat(late.correct()).isGreaterThan(early.correct());
            assertThat(model.drain()).isEqualTo(StepTotals.NONE);
        }
    }

    @Test
    void aLossThatIsNotFiniteEndsTraining() throws Exception {
        try (Model model = algorithm.create(Jobs.with(MOMENTUM), SHAPE, new Seeds(7))) {
            assertThatThrownBy(() -> {
                        for (int step = 0; step < 100; step++) {
                            model.step(Batches.of(step, 16, 25, 3), step, 1e39);
                        }
                    })
                    .isInstanceOf(DivergedException.class);
        }
    }

    @Test
    void aStateWithoutItsTensorsIsRefused() throws Exception {
        try (Model model = algorithm.create(Jobs.with(MOMENTUM), SHAPE, new Seeds(7))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.restore(new TreeMap<>()))
                    .withMessageContaining("'weight'");
        }
    }

    private static void train(Model model, int from, int to) throws DivergedException {
        for (int step = from; step < to; step++) {
            model.step(Batches.of(step, 16, 25, 3), step, 0.05);
        }
    }
}

package dev.atelier.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.metric.Tally;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.evaluation.Evaluation;
import dev.atelier.trainer.evaluation.LogitTally;
import dev.atelier.trainer.evaluation.Predictions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What is kept of an epoch or a job is finite, whatever the outputs of the model were. */
class DivergenceTest {
    private static final int CLASSES = 3;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final SortedMap<String, Tensor> SOUND =
            new TreeMap<>(Map.of("0.weight", Tensor.of(new float[] {1, -2}, 2)));

    /** Labels and logits of a set; shape [images, classes]. */
    record Outputs(int[] labels, float[] logits) {
        boolean areFinite() {
            for (float logit : logits) {
                if (!Float.isFinite(logit)) {
                    return false;
                }
            }
            return true;
        }

        Tally tally() {
            LogitTally tally = new LogitTally(CLASSES);
            tally.add(logits, labels, labels.length);
            return tally.tally();
        }

        TestResult test() {
            Predictions predictions = new Predictions(labels.length, CLASSES);
            predictions.add(logits, labels, labels.length);
            return Evaluation.of(predictions, NAMES);
        }
    }

    /** Empty classes, one class, all wrong, and logits of every kind. */
    @Provide
    Arbitrary<Outputs> outputs() {
        Arbitrary<Float> logits = Arbitraries.oneOf(
                Arbitraries.floats().between(-1e3f, 1e3f),
                Arbitraries.of(Float.MAX_VALUE, -Float.MAX_VALUE, 0f, -0f, Float.MIN_VALUE),
                Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.just(1f)),
                        Tuple.of(1, Arbitraries.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY))));
        return Arbitraries.integers()
                .between(1, 6)
                .flatMap(images -> Combinators.combine(
                                Arbitraries.integers()
                                        .between(0, CLASSES - 1)
                                        .array(int[].class)
                                        .ofSize(images),
                                logits.array(float[].class).ofSize(images * CLASSES))
                        .as(Outputs::new));
    }

    @Property(tries = 2000)
    void whatIsPublishedOfAnEpochIsFinite(@ForAll("outputs") Outputs outputs) {
        Tally tally = outputs.tally();
        Score score = new Score(Figure.LOSS.of(tally), Figure.ACCURACY.of(tally));

        if (isRefused(() -> Divergence.requireFinite(new Score(1, 1), score, 3))) {
            assertThat(outputs.areFinite()).isFalse();
        } else {
            assertThat(Json.text(score)).doesNotContain("NaN", "Infinity");
            assertThat(MetricValues.of(Split.VALIDATION, tally)).hasSameSizeAs(Split.VALIDATION.figures());
        }
    }

    @Property(tries = 2000)
    void whatIsPublishedOfAResultIsFinite(@ForAll("outputs") Outputs outputs) {
        TestResult test = outputs.test();

        if (isRefused(() -> Divergence.requireFinite(test, SOUND, 3))) {
            assertThat(outputs.areFinite()).isFalse();
        } else {
            assertThat(Json.text(test)).doesNotContain("NaN", "Infinity");
            assertThat(test.metrics()).hasSameSizeAs(Split.TEST.figures());
        }
    }

    @Property
    void aWeightThatIsNotFiniteIsNamed(@ForAll("notFinite") float value, @ForAll @IntRange(max = 9) int place) {
        float[] values = new float[10];
        values[place] = value;
        SortedMap<String, Tensor> weights = new TreeMap<>(SOUND);
        weights.put("1.bias", Tensor.of(values, 10));
        weights.put("count", Tensor.scalar(7));

        assertThatThrownBy(() -> Divergence.requireFinite(sound(), weights, 4))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("training diverged: a weight of 1.bias is " + value + " in epoch 4; expected");
    }

    @Provide
    Arbitrary<Float> notFinite() {
        return Arbitraries.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    @Example
    void theLossThatIsNotFiniteIsNamed() {
        assertThatThrownBy(() -> Divergence.requireFinite(new Score(Double.NaN, 0.1), new Score(1, 1), 2))
                .hasMessageStartingWith("training diverged: the training loss is NaN in epoch 2; expected");
        assertThatThrownBy(() -> Divergence.requireFinite(new Score(1, 0.1), new Score(Double.POSITIVE_INFINITY, 1), 2))
                .hasMessageStartingWith("training diverged: the validation loss is Infinity in epoch 2; expected");
        TestResult test = new Outputs(new int[] {0}, new float[] {Float.NaN, 0, 0}).test();
        assertThatThrownBy(() -> Divergence.requireFinite(test, SOUND, 2))
                .hasMessageStartingWith("training diverged: the test loss is NaN in epoch 2; expected");
    }

    @Example
    void aSoundResultIsKept() {
        assertThatCode(() -> Divergence.requireFinite(sound(), SOUND, 1)).doesNotThrowAnyException();
    }

    private static TestResult sound() {
        return new Outputs(new int[] {0, 1}, new float[] {2, 0, 0, 0, 0, 2}).test();
    }

    private interface Check {
        void run() throws DivergedException;
    }

    private static boolean isRefused(Check check) {
        try {
            check.run();
            return false;
        } catch (DivergedException diverged) {
            return true;
        }
    }
}

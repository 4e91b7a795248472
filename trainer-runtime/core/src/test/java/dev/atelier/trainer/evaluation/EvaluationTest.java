package dev.atelier.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.metric.Tally;
import dev.atelier.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against what NumPy makes of the same logits: {@code src/test/python/evaluation_golden.py}. */
class EvaluationTest {
    private static final int CLASSES = 7;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");

    private static JsonNode golden;
    private static int[] labels;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = Objects.requireNonNull(EvaluationTest.class.getResourceAsStream("evaluation.json"))) {
            golden = Json.MAPPER.readTree(file);
        }
        labels = IntStream.range(0, golden.get("labels").size())
                .map(i -> golden.get("labels").get(i).intValue())
                .toArray();
    }

    @Test
    void onePassIsWorthWhatNumPySays() {
        Predictions predictions = new Predictions(labels.length, CLASSES);
        add(predictions, "first", 64);
        assertGolden(Evaluation.of(predictions, NAMES), golden.get("once"));
    }

    @Test
    void twoLooksAreAveragedByTheirProbabilities() {
        Predictions predictions = new Predictions(labels.length, CLASSES);
        add(predictions, "first", 64);
        add(predictions, "second", 64);
        assertGolden(Evaluation.of(predictions, NAMES), golden.get("averaged"));
    }

    @Test
    void batchSizeDecidesNothing() {
        Predictions one = new Predictions(labels.length, CLASSES);
        Predictions other = new Predictions(labels.length, CLASSES);
        add(one, "first", 64);
        add(other, "first", 500);
        assertThat(Evaluation.of(one, NAMES)).isEqualTo(Evaluation.of(other, NAMES));
    }

    @Test
    void logitsHaveTheSameMetrics() {
        Predictions predictions = new Predictions(labels.length, CLASSES);
        add(predictions, "first", 64);
        Map<String, Double> expected = Evaluation.of(predictions, NAMES).metrics();
        Map<String, Double> values = MetricValues.of(Split.TEST, tally("first", 64));
        assertThat(values).hasSameSizeAs(expected);
        assertThat(values).allSatisfy((name, value) -> assertThat(value).isCloseTo(expected.get(name), within(1e-12)));
        assertThat(values.get("test.accuracy"))
                .isEqualTo(golden.get("once").get("accuracy").doubleValue());
    }

    @Test
    void theWayASetIsCutIntoBatchesDecidesNoBit() {
        Map<String, Double> whole = MetricValues.of(Split.VALIDATION, tally("first", labels.length));
        assertThat(IntStream.rangeClosed(1, labels.length))
                .allSatisfy(batch -> assertThat(MetricValues.of(Split.VALIDATION, tally("first", batch)))
                        .isEqualTo(whole));
    }

    /** What these figures were before the catalogue computed them. */
    @Test
    void theFiguresOfEarlierVersionsKeepTheirBits() {
        Predictions predictions = new Predictions(labels.length, CLASSES);
        add(predictions, "first", 64);
        TestResult result = Evaluation.of(predictions, NAMES);
        Tally tally = tally("first", 64);
        assertThat(List.of(result.accuracy(), result.loss(), result.calibrationError()))
                .isEqualTo(List.of(0.592, 1.1366875075593132, 0.10273042928433983));
        assertThat(List.of(Figure.ACCURACY.of(tally), Figure.LOSS.of(tally)))
                .isEqualTo(List.of(0.592, 1.1366875075593135));
    }

    @Test
    void classesAreCountedWithPrecisionAndRecall() {
        Predictions predictions = new Predictions(4, 3);
        // says 0, 0, 1, 0
        predictions.add(new float[] {9, 0, 0, 9, 0, 0, 0, 9, 0, 9, 0, 0}, new int[] {0, 1, 1, 0}, 4);
        TestResult result = Evaluation.of(predictions, List.of("shirt", "coat", "bag"));
        assertThat(result.accuracy()).isEqualTo(0.75);
        assertThat(result.confusion()).containsExactly(List.of(2, 0, 0), List.of(1, 1, 0), List.of(0, 0, 0));
        assertThat(result.classes())
                .containsExactly(
                        new ClassScore("shirt", 2, 2 / 3.0, 1),
                        new ClassScore("coat", 2, 1, 0.5),
                        new ClassScore("bag", 0, 0, 0));
    }

    @Test
    void theBinsOfTheCalibrationErrorAddUpToIt() {
        Predictions predictions = new Predictions(labels.length, CLASSES);
        add(predictions, "first", 64);
        TestResult result = Evaluation.of(predictions, NAMES);
        assertThat(result.reliability()).hasSize(15);
        assertThat(result.reliability().stream().mapToInt(ReliabilityBin::count).sum())
                .isEqualTo(labels.length);
        double error = result.reliability().stream()
                        .mapToDouble(bin -> bin.count() * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / labels.length;
        assertThat(error).isCloseTo(result.calibrationError(), within(1e-12));
        for (int bin = 0; bin < 15; bin++) {
            ReliabilityBin at = result.reliability().get(bin);
            assertThat(at.confidence()).isBetween(at.count() == 0 ? 0 : bin / 15.0, (bin + 1) / 15.0);
        }
    }

    @Test
    void mistakesAreToldFromTheMostConfidentOn() {
        Predictions predictions = new Predictions(30, 2);
        for (int image = 0; image < 30; image++) {
            // image 0 is right, and of the others the even ones are the surer the later they come
            boolean right = image == 0;
            float sure = image % 2 == 0 ? 1 + image : 1;
            predictions.add(new float[] {right ? 1 : 0, right ? 0 : sure}, new int[] {0}, 1);
        }
        List<Mistake> mistakes = Evaluation.of(predictions, List.of("a", "b")).mistakes();
        assertThat(mistakes).hasSize(25);
        assertThat(mistakes).extracting(Mistake::image).startsWith(28, 26, 24).doesNotContain(0);
        assertThat(mistakes.subList(14, 25))
                .extracting(Mistake::image)
                .as("equally confident mistakes stay in the images' order")
                .containsExactly(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21);
        assertThat(mistakes.getFirst().label()).isZero();
        assertThat(mistakes.getFirst().predicted()).isOne();
        assertThat(mistakes.getFirst().probability()).isGreaterThan(0.999);
    }

    @Test
    void extremeLogitsHaveAFiniteLoss() {
        Predictions predictions = new Predictions(2, 2);
        predictions.add(new float[] {3e38f, -3e38f, -3e38f, 3e38f}, new int[] {1, 1}, 2);
        assertThat(Evaluation.of(predictions, List.of("a", "b")).loss()).isBetween(300.0, 400.0);
        LogitTally logits = new LogitTally(2);
        logits.add(new float[] {1000, 0, 0, 1000}, new int[] {1, 1}, 2);
        assertThat(Figure.LOSS.of(logits.tally())).isEqualTo(500);
        assertThat(Figure.ACCURACY.of(logits.tally())).isEqualTo(0.5);
    }

    @Test
    void certainAndRightIsPerfectlyCalibrated() {
        Predictions predictions = new Predictions(3, 2);
        predictions.add(new float[] {2000, 0, 0, 2000, 2000, 0}, new int[] {0, 1, 0}, 3);
        assertThat(Evaluation.of(predictions, List.of("a", "b")).calibrationError())
                .isZero();
    }

    @Test
    void theArtefactHoldsProbabilitiesAndLabels() {
        Predictions predictions = new Predictions(2, 2);
        predictions.add(new float[] {0, 0}, new int[] {1}, 1);
        predictions.add(new float[] {0, 2000}, new int[] {0}, 1);
        assertThat(predictions.tensors())
                .containsEntry("labels", Tensor.of(new long[] {1, 0}, 2))
                .containsEntry("probabilities", Tensor.of(new float[] {0.5f, 0.5f, 0, 1}, 2, 2))
                .hasSize(2);
    }

    @Test
    void predictionsAreReadOnlyWhenWhole() {
        Predictions predictions = new Predictions(2, 2);
        predictions.add(new float[] {0, 0}, new int[] {1}, 1);
        assertThatThrownBy(predictions::tensors)
                .hasMessage("1 of 2 images have been added, but all must be before they are read");
        assertThatThrownBy(() -> predictions.add(new float[4], new int[2], 2))
                .hasMessage("a batch has 2 images; expected at most 1: the set has 2");
    }

    private static void assertGolden(TestResult result, JsonNode expected) {
        assertThat(result.accuracy()).isEqualTo(expected.get("accuracy").doubleValue());
        assertThat(result.loss()).isCloseTo(expected.get("loss").doubleValue(), within(1e-12));
        assertThat(result.calibrationError())
                .isCloseTo(expected.get("calibrationError").doubleValue(), within(1e-12));
        for (Figure figure : Figure.values()) {
            assertThat(expected.has(figure.figureName()))
                    .as("golden value of " + figure)
                    .isTrue();
            assertThat(result.metrics().get(Metric.of(Split.TEST, figure).name()))
                    .isCloseTo(expected.get(figure.figureName()).doubleValue(), within(1e-12));
        }
        assertThat(Json.tree(result.confusion())).isEqualTo(expected.get("confusion"));
        assertThat(result.classes().getLast()).isEqualTo(new ClassScore("g", 0, 0, 0));
    }

    private interface Sink {
        void add(float[] logits, int[] labels, int size);
    }

    private static void add(Predictions predictions, String name, int batchSize) {
        batches(name, batchSize, predictions::add);
    }

    private static Tally tally(String name, int batchSize) {
        LogitTally tally = new LogitTally(CLASSES);
        batches(name, batchSize, tally::add);
        return tally.tally();
    }

    private static void batches(String name, int batchSize, Sink sink) {
        float[] logits = new float[labels.length * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.parseFloat(golden.get(name).get(i).textValue());
        }
        for (int from = 0; from < labels.length; from += batchSize) {
            int size = Math.min(batchSize, labels.length - from);
            sink.add(
                    Arrays.copyOfRange(logits, from * CLASSES, (from + size) * CLASSES),
                    Arrays.copyOfRange(labels, from, from + size),
                    size);
        }
    }
}

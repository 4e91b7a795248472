package dev.atelier.contracts.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TallyTest {
    private static final int CLASSES = 4;

    /** Scores, true class, loss and confidence of an image. */
    record Image(double[] scores, int label, double loss, double confidence) {}

    @Provide
    Arbitrary<List<Image>> images() {
        Arbitrary<double[]> scores = Arbitraries.of(
                        0.0, -0.0, 1.0, 2.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                .array(double[].class)
                .ofSize(CLASSES);
        return Combinators.combine(
                        scores,
                        Arbitraries.integers().between(0, CLASSES - 1),
                        Arbitraries.doubles().between(0, 100),
                        Arbitraries.doubles().between(0, 1))
                .as(Image::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Property(tries = 300)
    void accuracyIsThatOfTheFirstGreatestScore(@ForAll("images") List<Image> images) {
        long correct = images.stream()
                .filter(image -> firstGreatest(image.scores()) == image.label())
                .count();

        assertThat(Figure.ACCURACY.of(tally(images))).isEqualTo((double) correct / images.size());
        assertThat(images)
                .allSatisfy(
                        image -> assertThat(Tally.predicted(image.scores())).isEqualTo(firstGreatest(image.scores())));
    }

    @Property(tries = 300)
    void countsAddUp(@ForAll("images") List<Image> images) {
        Tally tally = tally(images);

        assertThat(tally.top(CLASSES)).isEqualTo(images.size()).isEqualTo(tally.images());
        assertThat(IntStream.range(0, CLASSES).map(tally::labelled).sum()).isEqualTo(images.size());
        assertThat(IntStream.range(0, CLASSES).map(tally::predictions).sum()).isEqualTo(images.size());
        assertThat(IntStream.range(0, CLASSES)
                        .map(label -> tally.count(label, label))
                        .sum())
                .isEqualTo(tally.top(1));
        assertThat(tally.bins()).hasSize(Tally.CALIBRATION_BINS);
        assertThat(tally.bins().stream().mapToInt(Tally.Bin::images).sum()).isEqualTo(images.size());
        assertThat(tally.bins().stream().mapToInt(Tally.Bin::hits).sum()).isEqualTo(tally.top(1));
    }

    @Property(tries = 300)
    void theLossIsTheSumInOrder(@ForAll("images") List<Image> images) {
        double sum = 0;
        for (Image image : images) {
            sum += image.loss();
        }

        assertThat(Figure.LOSS.of(tally(images))).isEqualTo(sum / images.size());
    }

    @Property(tries = 300)
    void anImageOfTheTopKIsOfTheTopKAndOne(@ForAll("images") List<Image> images) {
        Tally tally = tally(images);

        assertThat(IntStream.range(0, CLASSES))
                .allSatisfy(k -> assertThat(tally.top(k)).isLessThanOrEqualTo(tally.top(k + 1)));
        assertThat(tally.top(0)).isZero();
        assertThat(tally.top(CLASSES + 1)).isEqualTo(images.size());
    }

    /** By hand: confidences 0.9 and 0.9 with one hit, and 0.25 without: (|1 - 1.8| + |0 - 0.25|) / 3. */
    @Example
    void theCalibrationErrorIsTheMeanGapOfTheBins() {
        Tally tally = new Tally(2);
        tally.add(new double[] {1, 0}, 0, 0, 0.9);
        tally.add(new double[] {1, 0}, 1, 0, 0.9);
        tally.add(new double[] {1, 0}, 1, 0, 0.25);

        assertThat(Figure.CALIBRATION_ERROR.of(tally)).isCloseTo(0.35, within(1e-15));
    }

    /**
     * By scikit-learn 1.9.1: {@code f1_score([0,0,0,1,1,2,2,2,2], [0,0,1,1,0,2,2,1,3], labels=range(5), average="macro",
     * zero_division=0)}. Class 3 is predicted and not there, class 4 is neither.
     */
    @Example
    void macroF1IsThatOfScikitLearn() {
        int[] labels = {0, 0, 0, 1, 1, 2, 2, 2, 2};
        int[] predicted = {0, 0, 1, 1, 0, 2, 2, 1, 3};
        Tally tally = new Tally(5);
        for (int image = 0; image < labels.length; image++) {
            double[] scores = new double[5];
            scores[predicted[image]] = 1;
            tally.add(scores, labels[image], 0, 1);
        }

        assertThat(Figure.MACRO_F1.of(tally)).isCloseTo(0.3466666666666667, within(1e-15));
    }

    /**
     * By scikit-learn 1.9.1: {@code top_k_accuracy_score([0,1,2,2], [[.5,.2,.2,.1],[.3,.4,.2,.1],[.2,.4,.3,.1],[.7,.2,.1,0]],
     * k=2, labels=range(4))}.
     */
    @Example
    void top2AccuracyIsThatOfScikitLearn() {
        Tally tally = new Tally(4);
        tally.add(new double[] {0.5, 0.2, 0.2, 0.1}, 0, 0, 0.5);
        tally.add(new double[] {0.3, 0.4, 0.2, 0.1}, 1, 0, 0.4);
        tally.add(new double[] {0.2, 0.4, 0.3, 0.1}, 2, 0, 0.4);
        tally.add(new double[] {0.7, 0.2, 0.1, 0}, 2, 0, 0.7);

        assertThat(Figure.TOP2_ACCURACY.of(tally)).isEqualTo(0.75);
        assertThat(Figure.ACCURACY.of(tally)).isEqualTo(0.5);
    }

    @Example
    void equalScoresAreRankedInTheOrderOfTheClasses() {
        assertThat(topOf(0, 1, 1, 1)).isEqualTo(1);
        assertThat(topOf(1, 1, 1, 1)).isEqualTo(2);
        assertThat(topOf(2, 1, 1, 1)).isEqualTo(3);
        assertThat(topOf(2, 0, 1, Double.NaN)).isEqualTo(3);
        assertThat(topOf(0, Double.NaN, 1, 2)).isEqualTo(1);
    }

    @Example
    void figuresAreOfAtLeastOneImage() {
        assertThatThrownBy(() -> MetricValues.of(Split.TEST, new Tally(2)))
                .hasMessage("the tally has no images; expected at least one to compute accuracy");
    }

    @Example
    void valuesThatAreNotFiniteAreLeftOut() {
        Tally tally = new Tally(2);
        tally.add(new double[] {1, 0}, 0, Double.NaN, 0.5);

        assertThat(MetricValues.of(Split.TEST, tally))
                .doesNotContainKey("test.loss")
                .containsEntry("test.accuracy", 1.0);
    }

    /** The least k for which an image is among the first k. */
    private static int topOf(int label, double... scores) {
        Tally tally = new Tally(scores.length);
        tally.add(scores, label, 0, 0);
        return IntStream.rangeClosed(1, scores.length)
                .filter(k -> tally.top(k) == 1)
                .findFirst()
                .orElseThrow();
    }

    private static Tally tally(List<Image> images) {
        Tally tally = new Tally(CLASSES);
        images.forEach(image -> tally.add(image.scores(), image.label(), image.loss(), image.confidence()));
        return tally;
    }

    private static int firstGreatest(double[] scores) {
        int best = 0;
        for (int label = 1; label < scores.length; label++) {
            if (scores[label] > scores[best]) {
                best = label;
            }
        }
        return best;
    }
}

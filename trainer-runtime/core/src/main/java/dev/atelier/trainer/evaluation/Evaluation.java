package dev.atelier.trainer.evaluation;

import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What a set of predictions is worth. All sums run in double precision over the images in their order, so equal
 * predictions are worth the same to the last bit.
 */
public final class Evaluation {
    private static final int CALIBRATION_BINS = 15;

    private final Predictions predictions;
    private final int[][] confusion;
    private int correct;
    private double loss;
    private final double[] confidence = new double[CALIBRATION_BINS];
    private final int[] hits = new int[CALIBRATION_BINS];
    private final int[] images = new int[CALIBRATION_BINS];
    private final List<Mistake> mistakes = new ArrayList<>();

    private Evaluation(Predictions predictions) {
        this.predictions = predictions;
        this.confusion = new int[predictions.classes()][predictions.classes()];
    }

    /**
     * Accuracy, mean negative log likelihood, expected calibration error over 15 bins of equal width, the confusion
     * matrix, each class's count, precision and recall, and the mistakes of the greatest confidence.
     *
     * @param classes names of the classes in the order of their labels
     */
    public static TestResult of(Predictions predictions, List<String> classes) {
        if (classes.size() != predictions.classes()) {
            throw new IllegalArgumentException("classes has " + classes.size() + " names, but must have "
                    + predictions.classes() + ": one for each class predicted");
        }
        Evaluation evaluation = new Evaluation(predictions);
        evaluation.count();
        return evaluation.result(classes);
    }

    private void count() {
        double[] probabilities = new double[predictions.classes()];
        for (int image = 0; image < predictions.images(); image++) {
            predictions.probabilities(image, probabilities);
            int label = predictions.label(image);
            int predicted = Softmax.argmax(probabilities);
            confusion[label][predicted]++;
            // a probability that vanished in double precision counts as the smallest there is
            loss -= StrictMath.log(Math.max(probabilities[label], Double.MIN_NORMAL));
            int bin = bin(probabilities[predicted]);
            images[bin]++;
            confidence[bin] += probabilities[predicted];
            if (predicted == label) {
                hits[bin]++;
                correct++;
            } else {
                mistakes.add(new Mistake(image, label, predicted, probabilities[predicted]));
            }
        }
    }

    /** Bins are open to the left: a confidence of exactly 1/15 is in the first. */
    private static int bin(double probability) {
        int bin = (int) Math.ceil(probability * CALIBRATION_BINS) - 1;
        return Math.clamp(bin, 0, CALIBRATION_BINS - 1);
    }

    private TestResult result(List<String> classes) {
        double gap = 0;
        List<ReliabilityBin> reliability = new ArrayList<>();
        for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
            gap += Math.abs(hits[bin] - confidence[bin]);
            double mean = images[bin] == 0 ? 0 : confidence[bin] / images[bin];
            reliability.add(new ReliabilityBin(images[bin], mean, share(hits[bin], images[bin])));
        }
        List<List<Integer>> rows = Arrays.stream(confusion)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
        List<ClassScore> scores = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            scores.add(score(classes.get(label), label));
        }
        int all = predictions.images();
        return new TestResult(
                (double) correct / all,
                loss / all,
                gap / all,
                Collections.emptySortedMap(),
                rows,
                scores,
                reliability,
                mostConfident(mistakes));
    }

    private static List<Mistake> mostConfident(List<Mistake> mistakes) {
        return mistakes.stream()
                .sorted(Comparator.comparingDouble(Mistake::probability).reversed())
                .limit(TestResult.MISTAKES)
                .toList();
    }

    private ClassScore score(String name, int label) {
        int there = 0;
        int predicted = 0;
        for (int other = 0; other < confusion.length; other++) {
            there += confusion[label][other];
            predicted += confusion[other][label];
        }
        return new ClassScore(
                name, there, share(confusion[label][label], predicted), share(confusion[label][label], there));
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}

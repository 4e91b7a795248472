package dev.atelier.trainer.evaluation;

import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.metric.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a set of predictions is worth. All sums run in double precision over the images in their order, so equal
 * predictions are worth the same to the last bit.
 */
public final class Evaluation {
    private final Tally tally;
    private final List<Mistake> mistakes = new ArrayList<>();

    private Evaluation(int classes) {
        this.tally = new Tally(classes);
    }

    /**
     * All figures of the catalogue, the confusion matrix, each class's count, precision and recall, the bins of the
     * calibration error, and the mistakes of the greatest confidence.
     *
     * @param classes names of the classes in the order of their labels
     */
    public static TestResult of(Predictions predictions, List<String> classes) {
        if (classes.size() != predictions.classes()) {
            throw new IllegalArgumentException("classes has " + classes.size() + " names; expected "
                    + predictions.classes() + ": one for each class predicted");
        }
        Evaluation evaluation = new Evaluation(predictions.classes());
        evaluation.count(predictions);
        return evaluation.result(classes);
    }

    private void count(Predictions predictions) {
        double[] probabilities = new double[predictions.classes()];
        for (int image = 0; image < predictions.images(); image++) {
            predictions.probabilities(image, probabilities);
            int label = predictions.label(image);
            int predicted = Tally.predicted(probabilities);
            // a probability that vanished in double precision counts as the smallest there is
            double loss = -StrictMath.log(Math.max(probabilities[label], Double.MIN_NORMAL));
            tally.add(probabilities, label, loss, probabilities[predicted]);
            if (predicted != label) {
                mistakes.add(new Mistake(image, label, predicted, probabilities[predicted]));
            }
        }
    }

    private TestResult result(List<String> classes) {
        return new TestResult(
                Figure.ACCURACY.of(tally),
                Figure.LOSS.of(tally),
                Figure.CALIBRATION_ERROR.of(tally),
                MetricValues.of(Split.TEST, tally),
                labels().mapToObj(label -> labels().mapToObj(predicted -> tally.count(label, predicted))
                                .toList())
                        .toList(),
                labels().mapToObj(label -> score(classes.get(label), label)).toList(),
                tally.bins().stream().map(Evaluation::reliability).toList(),
                mostConfident());
    }

    private IntStream labels() {
        return IntStream.range(0, tally.classes());
    }

    private List<Mistake> mostConfident() {
        return mistakes.stream()
                .sorted(Comparator.comparingDouble(Mistake::probability).reversed())
                .limit(TestResult.MISTAKES)
                .toList();
    }

    private ClassScore score(String name, int label) {
        int hits = tally.count(label, label);
        int there = tally.labelled(label);
        return new ClassScore(name, there, share(hits, tally.predictions(label)), share(hits, there));
    }

    private static ReliabilityBin reliability(Tally.Bin bin) {
        double confidence = bin.images() == 0 ? 0 : bin.confidence() / bin.images();
        return new ReliabilityBin(bin.images(), confidence, share(bin.hits(), bin.images()));
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}

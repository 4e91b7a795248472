package dev.atelier.results.report.image;

import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.HeatMap;
import dev.atelier.results.chart.Palette;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.chart.ReliabilityDiagram;
import dev.atelier.results.image.DatasetImage;
import dev.atelier.results.projection.JobHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One model on the test images.
 *
 * @param metrics of the test images, by their names
 * @param mistakes the most confident of them that can be shown
 */
public record ModelReport(
        String variant,
        String job,
        long seed,
        SortedMap<String, Double> metrics,
        List<Chart> charts,
        List<Mistake> mistakes) {

    /**
     * A test image whose class was missed.
     *
     * @param name distinguishes it from the other images of a report: lower-case letters, digits and hyphens
     * @param image its place among the test images
     * @param probability that the model gave to the class it predicted, in percent
     */
    public record Mistake(
            String name, int image, DatasetImage picture, String label, String predicted, double probability) {}

    static ModelReport of(String prefix, String variant, JobHistory job, TestResult test, List<Mistake> mistakes) {
        List<String> classes = test.classes().stream().map(ClassScore::name).toList();
        List<Chart> charts = new ArrayList<>();
        charts.add(confusion(prefix, classes, test));
        charts.add(Bars.upright(
                prefix + "-classes",
                "Precision and recall by class",
                "Precision: share of the predictions of a class that are correct. Recall: share of the images of a class that are found.",
                Quantity.fraction("%"),
                classes,
                List.of(
                        new Bars.Group(
                                "precision",
                                Palette.of(0),
                                percents(test.classes().stream()
                                        .map(ClassScore::precision)
                                        .toList())),
                        new Bars.Group(
                                "recall",
                                Palette.of(1),
                                percents(test.classes().stream()
                                        .map(ClassScore::recall)
                                        .toList())))));
        if (!test.reliability().isEmpty()) {
            charts.add(ReliabilityDiagram.of(
                    prefix + "-reliability",
                    "Reliability diagram",
                    "Points below the dashed line show overconfidence. The expected calibration error is the mean "
                            + "distance to it.",
                    test.reliability()));
        }
        return new ModelReport(variant, job.job().id(), job.job().request().seed(), test.metrics(), charts, mistakes);
    }

    private static Chart confusion(String prefix, List<String> classes, TestResult test) {
        return HeatMap.matrix(
                prefix + "-confusion",
                "Confusion matrix",
                "Test images by true class and predicted class.",
                Quantity.number("images"),
                new HeatMap.Axis("predicted", classes),
                new HeatMap.Axis("true class", classes),
                test.confusion().stream()
                        .map(row -> row.stream()
                                .map(count -> Optional.of(count.doubleValue()))
                                .toList())
                        .toList());
    }

    private static List<Optional<Double>> percents(List<Double> fractions) {
        return fractions.stream()
                .map(fraction -> Optional.of(Math.round(10_000 * fraction) / 100.0))
                .toList();
    }
}

package dev.atelier.results.report;

import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A figure that epochs have, such as {@code loss}, for its chart.
 *
 * @param name the part of its metrics' names behind the split; the whole name of a metric that is of no split
 * @param chartName of lower-case letters, digits and hyphens, and of no other figure of the same jobs
 */
record MeasuredFigure(String name, String chartName) {
    /** Begins the names of charts of figures that are not in the catalogue, which can have any name. */
    private static final String OTHERS = "metric-";

    private static final List<String> SPLITS =
            List.of(Split.VALIDATION.splitName() + ".", Split.TRAIN.splitName() + ".");

    /**
     * Those that any epoch has: loss and accuracy, the others of the catalogue in its order, then all others by name. While
     * there is no epoch, all of the catalogue, so that a page has their charts from the beginning.
     */
    static List<MeasuredFigure> of(Stream<JobHistory> jobs) {
        TreeSet<String> measured = new TreeSet<>();
        jobs.flatMap(job -> job.epochs().values().stream())
                .flatMap(epoch -> epoch.metrics().keySet().stream())
                .forEach(metric -> measured.add(withoutSplit(metric)));
        if (measured.isEmpty()) {
            Split.VALIDATION.figures().forEach(figure -> measured.add(figure.figureName()));
        }
        SequencedSet<String> inOrder =
                new LinkedHashSet<>(List.of(Figure.LOSS.figureName(), Figure.ACCURACY.figureName()));
        Stream.of(Figure.values())
                .map(Figure::figureName)
                .filter(measured::contains)
                .forEach(inOrder::add);
        inOrder.addAll(measured);
        Set<String> used = new HashSet<>();
        return inOrder.stream()
                .map(name -> new MeasuredFigure(name, unusedChartName(name, used)))
                .toList();
    }

    private static String unusedChartName(String name, Set<String> used) {
        String chart = find(name).isPresent() ? Chart.name(name) : OTHERS + Chart.name(name);
        String candidate = chart;
        for (int number = 2; !used.add(candidate); number++) {
            candidate = chart + "-" + number;
        }
        return candidate;
    }

    private static String withoutSplit(String metric) {
        return SPLITS.stream()
                .filter(metric::startsWith)
                .findFirst()
                .map(split -> metric.substring(split.length()))
                .orElse(metric);
    }

    /** {@code Loss by epoch}. */
    String title() {
        String title = find(name).map(Figure::title).orElse(name.isBlank() ? "unnamed metric" : name);
        int first = title.offsetByCodePoints(0, 1);
        return title.substring(0, first).toUpperCase(Locale.ROOT) + title.substring(first) + " by epoch";
    }

    /** Its axis, with the unit: {@code loss, nats}. */
    Quantity axis() {
        return Measured.axis(
                find(name).map(Figure::title).orElse(name), find(name).map(Figure::unit));
    }

    /** On validation images, or of no split; in percent where it is a fraction. */
    Optional<Double> validation(EpochRow epoch) {
        return Measured.shown(epoch, new Metric(SPLITS.getFirst() + name))
                .or(() -> Measured.shown(epoch, new Metric(name)));
    }

    /** While training; in percent where it is a fraction. */
    Optional<Double> training(EpochRow epoch) {
        return Measured.shown(epoch, new Metric(SPLITS.getLast() + name));
    }

    private static Optional<Figure> find(String name) {
        return Stream.of(Figure.values())
                .filter(figure -> figure.figureName().equals(name))
                .findFirst();
    }
}

package dev.atelier.results.report;

import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A figure that epochs have, such as {@code loss}, for its chart.
 *
 * @param name the part of its metrics' names behind the split; the whole name of a metric that is of no split
 */
record MeasuredFigure(String name) {
    private static final List<String> SPLITS =
            List.of(Split.VALIDATION.splitName() + ".", Split.TRAIN.splitName() + ".");

    /** Those that any epoch has: loss and accuracy, the others of the catalogue in its order, then all others by name. */
    static List<MeasuredFigure> of(Stream<JobHistory> jobs) {
        TreeSet<String> measured = new TreeSet<>();
        jobs.flatMap(job -> job.epochs().values().stream())
                .flatMap(epoch -> epoch.metrics().keySet().stream())
                .forEach(metric -> measured.add(withoutSplit(metric)));
        SequencedSet<String> inOrder =
                new LinkedHashSet<>(List.of(Figure.LOSS.figureName(), Figure.ACCURACY.figureName()));
        Stream.of(Figure.values())
                .map(Figure::figureName)
                .filter(measured::contains)
                .forEach(inOrder::add);
        inOrder.addAll(measured);
        return inOrder.stream().map(MeasuredFigure::new).toList();
    }

    private static String withoutSplit(String metric) {
        return SPLITS.stream()
                .filter(metric::startsWith)
                .findFirst()
                .map(split -> metric.substring(split.length()))
                .orElse(metric);
    }

    /** Its chart's name: lower-case letters, digits and hyphens. */
    String chartName() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** {@code Loss by epoch}. */
    String title() {
        String title = known().map(Figure::title).orElse(name);
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1) + " by epoch";
    }

    /** Its axis, with the unit: {@code loss, nats}. */
    String axis() {
        return Measured.axis(known().map(Figure::title).orElse(name), known().map(Figure::unit));
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

    private Optional<Figure> known() {
        return Stream.of(Figure.values())
                .filter(figure -> figure.figureName().equals(name))
                .findFirst();
    }
}

package dev.atelier.results.report;

import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.metric.Unit;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What a job achieved, accuracies in percent; training and validation at the epoch whose weights were tested. */
final class Measured {
    private static final double PERCENT = 100;
    private static final Metric TRAIN_ACCURACY = Metric.of(Split.TRAIN, Figure.ACCURACY);

    private Measured() {}

    static Optional<Double> testAccuracy(JobHistory job) {
        return job.job().result().map(result -> PERCENT * result.test().accuracy());
    }

    static Optional<Double> validationAccuracy(JobHistory job) {
        return objective(job, Metric.VALIDATION_ACCURACY);
    }

    static Optional<Double> trainAccuracy(JobHistory job) {
        return objective(job, TRAIN_ACCURACY);
    }

    static Optional<Double> samplesPerSecond(JobHistory job) {
        return tested(job).map(EpochRow::samplesPerSecond);
    }

    /** A metric at the epoch whose weights were tested, in percent where it is a fraction. */
    static Optional<Double> objective(JobHistory job, Metric metric) {
        return tested(job).flatMap(epoch -> shown(epoch, metric));
    }

    /** A metric of an epoch, in percent where it is a fraction. */
    static Optional<Double> shown(EpochRow epoch, Metric metric) {
        double scale = metric.unit().equals(Optional.of(Unit.FRACTION)) ? PERCENT : 1;
        return epoch.value(metric).map(value -> scale * value);
    }

    /** A metric's title with the unit in which it is shown: {@code validation macro F1, %}. */
    static Quantity axis(Metric metric) {
        return axis(metric.title(), metric.unit());
    }

    /** A title with the unit in which values are shown, where the unit is known. */
    static Quantity axis(String title, Optional<Unit> unit) {
        String label = title
                + unit.map(known -> ", " + (known == Unit.FRACTION ? "%" : known.label()))
                        .orElse("");
        return unit.equals(Optional.of(Unit.FRACTION)) ? Quantity.fraction(label) : Quantity.number(label);
    }

    /** Training less validation accuracy, in points. */
    static Optional<Double> gap(JobHistory job) {
        return tested(job).flatMap(Measured::gapOf);
    }

    /** Training less validation accuracy of one epoch, in points. */
    static Optional<Double> gapOf(EpochRow epoch) {
        return shown(epoch, TRAIN_ACCURACY)
                .flatMap(train -> shown(epoch, Metric.VALIDATION_ACCURACY).map(validation -> train - validation));
    }

    /** A number of each epoch, where it is one. */
    static SortedMap<Integer, Double> byEpoch(JobHistory job, Function<EpochRow, Optional<Double>> number) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        job.epochs()
                .values()
                .forEach(epoch -> number.apply(epoch).ifPresent(value -> values.put(epoch.epoch(), value)));
        return values;
    }

    private static Optional<EpochRow> tested(JobHistory job) {
        return job.job()
                .result()
                .flatMap(result -> Optional.ofNullable(job.epochs().get(result.testedEpoch())));
    }
}

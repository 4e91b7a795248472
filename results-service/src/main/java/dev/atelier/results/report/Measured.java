package dev.atelier.results.report;

import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What a job achieved, accuracies in percent; training and validation at the epoch whose weights were tested. */
final class Measured {
    private static final double PERCENT = 100;

    private Measured() {}

    /** The result of a completed job. */
    static Optional<JobRow.Result> result(JobHistory job) {
        return job.job().state() == JobState.COMPLETED ? job.job().result() : Optional.empty();
    }

    static Optional<Double> testAccuracy(JobHistory job) {
        return result(job).map(result -> PERCENT * result.test().accuracy());
    }

    static Optional<Double> validationAccuracy(JobHistory job) {
        return tested(job).map(epoch -> PERCENT * epoch.validation().accuracy());
    }

    static Optional<Double> trainAccuracy(JobHistory job) {
        return tested(job).map(epoch -> PERCENT * epoch.train().accuracy());
    }

    static Optional<Double> samplesPerSecond(JobHistory job) {
        return tested(job).map(EpochRow::samplesPerSecond);
    }

    /** What variants are chosen by: an accuracy in percent or a loss in nats. */
    static Optional<Double> objective(JobHistory job, Metric metric) {
        return tested(job)
                .map(epoch -> switch (metric.name()) {
                    case "validation.accuracy" -> PERCENT * epoch.validation().accuracy();
                    case "validation.loss" -> epoch.validation().loss();
                    case "train.accuracy" -> PERCENT * epoch.train().accuracy();
                    case "train.loss" -> epoch.train().loss();
                    default -> Double.NaN;
                })
                .filter(Double::isFinite);
    }

    /** Training less validation accuracy, in points. */
    static Optional<Double> gap(JobHistory job) {
        return tested(job).map(Measured::gapOf);
    }

    /** Training less validation accuracy of one epoch, in points. */
    static double gapOf(EpochRow epoch) {
        return PERCENT * (epoch.train().accuracy() - epoch.validation().accuracy());
    }

    static double accuracy(Score score) {
        return PERCENT * score.accuracy();
    }

    /** A number of each epoch, where it is one. */
    static SortedMap<Integer, Double> byEpoch(JobHistory job, ToDoubleFunction<EpochRow> number) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        job.epochs().values().forEach(epoch -> {
            double value = number.applyAsDouble(epoch);
            if (Double.isFinite(value)) {
                values.put(epoch.epoch(), value);
            }
        });
        return values;
    }

    private static Optional<EpochRow> tested(JobHistory job) {
        return result(job).flatMap(result -> Optional.ofNullable(job.epochs().get(result.testedEpoch())));
    }
}

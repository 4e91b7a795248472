package dev.atelier.results.projection;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.metric.Metric;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An epoch of a job. It stands once: a run that resumes publishes the epochs of its checkpoint again, and what is published
 * unchanged changes nothing.
 *
 * @param attempt the attempt that trained it
 * @param metrics values by the names of the metrics
 */
public record EpochRow(
        String job,
        int epoch,
        int epochs,
        int attempt,
        SortedMap<String, Double> metrics,
        double learningRate,
        double samplesPerSecond,
        double seconds,
        double gradientNorm,
        double dataWaitShare,
        long peakMemoryBytes,
        Instant completedAt,
        LogPosition changed) {

    static EpochRow of(EpochCompleted event, int attempt, LogPosition at) {
        return new EpochRow(
                event.job(),
                event.epoch(),
                event.epochs(),
                attempt,
                event.metrics(),
                event.learningRate(),
                event.samplesPerSecond(),
                event.seconds(),
                event.gradientNorm(),
                event.dataWaitShare(),
                event.peakMemoryBytes(),
                StoredTime.of(event.time()),
                at);
    }

    /** The value of a metric, where it was measured and is finite. */
    public Optional<Double> value(Metric metric) {
        return Optional.ofNullable(metrics.get(metric.name()));
    }

    /** Whether the other row is equal but for its place in the log. */
    boolean equalsButForPosition(EpochRow other) {
        return equals(other.at(changed));
    }

    private EpochRow at(LogPosition position) {
        return new EpochRow(
                job,
                epoch,
                epochs,
                attempt,
                metrics,
                learningRate,
                samplesPerSecond,
                seconds,
                gradientNorm,
                dataWaitShare,
                peakMemoryBytes,
                completedAt,
                position);
    }
}

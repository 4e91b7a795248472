package dev.atelier.cli.client;

import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of a job; a number that is none, such as the loss of a diverged job, is null.
 *
 * @param metrics all metrics by name, where they are finite; those of the members before where the service gives no others
 * @param completedAt when it was first completed
 */
public record Epoch(
        int epoch,
        int epochs,
        @Nullable Double trainLoss,
        @Nullable Double trainAccuracy,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        SortedMap<String, Double> metrics,
        @Nullable Double learningRate,
        @Nullable Double gradientNorm,
        @Nullable Double samplesPerSecond,
        @Nullable Double seconds,
        Instant completedAt) {
    public Epoch {
        metrics = MetricValues.of(
                metrics,
                new NamedMetrics()
                        .with(Split.TRAIN, trainLoss, trainAccuracy)
                        .with(Split.VALIDATION, validationLoss, validationAccuracy)
                        .values());
    }
}

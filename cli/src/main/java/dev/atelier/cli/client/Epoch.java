package dev.atelier.cli.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of a job; a number that is none, such as the loss of a diverged job, is null.
 *
 * @param completedAt when it was first completed
 */
public record Epoch(
        int epoch,
        int epochs,
        @Nullable Double trainLoss,
        @Nullable Double trainAccuracy,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        @Nullable Double learningRate,
        @Nullable Double gradientNorm,
        @Nullable Double samplesPerSecond,
        @Nullable Double seconds,
        Instant completedAt) {}

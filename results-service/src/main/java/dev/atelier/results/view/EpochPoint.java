package dev.atelier.results.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One epoch of a job's learning curves. A number that is none, such as the loss of a diverged job, is null.
 *
 * @param epochs epochs requested
 * @param attempt the attempt that trained it
 * @param metrics all metrics by their names, those before them too, where they are finite
 * @param learningRate of its last step
 * @param samplesPerSecond training samples over the training time
 * @param seconds validation and checkpoint included
 * @param gradientNorm mean global L2 norm
 * @param dataWaitShare share of the training time spent waiting for batches
 */
public record EpochPoint(
        String job,
        int epoch,
        int epochs,
        int attempt,
        Optional<Double> trainLoss,
        Optional<Double> trainAccuracy,
        Optional<Double> validationLoss,
        Optional<Double> validationAccuracy,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class, additionalProperties = Double.class)
        JsonNode metrics,

        Optional<Double> learningRate,
        Optional<Double> samplesPerSecond,
        Optional<Double> seconds,
        Optional<Double> gradientNorm,
        Optional<Double> dataWaitShare,
        long peakMemoryBytes,
        Instant completedAt) {}

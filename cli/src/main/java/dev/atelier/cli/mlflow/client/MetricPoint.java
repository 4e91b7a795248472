package dev.atelier.cli.mlflow.client;

import java.time.Instant;

/**
 * A measured value.
 *
 * @param step the epoch
 */
public record MetricPoint(String key, long step, double value, Instant time) {}

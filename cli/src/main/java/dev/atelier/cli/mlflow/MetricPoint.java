package dev.atelier.cli.mlflow;

import java.time.Instant;

/**
 * A measured value.
 *
 * @param step the epoch
 */
record MetricPoint(String key, long step, double value, Instant time) {}

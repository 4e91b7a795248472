/**
 * How Atelier uses Kafka: where all its clients are made, and how topics are read, which is every record from the
 * beginning on, in an order that the reader decides, and never stopped by what a record holds. Knows nothing of what records mean.
 */
@NullMarked
package dev.atelier.kafka;

import org.jspecify.annotations.NullMarked;

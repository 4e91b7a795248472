/**
 * How Atelier reads Kafka topics: every record from the beginning on, in an order that the reader decides, and never
 * stopped by what a record holds. Knows nothing of what records mean.
 */
@NullMarked
package dev.atelier.kafka;

import org.jspecify.annotations.NullMarked;

/**
 * What events mean: pure functions from what stood before and an event to what stands after it. Nothing here knows Kafka,
 * SQL or a framework, and nothing reads a clock, so that replaying the log gives the same rows again.
 */
@NullMarked
package dev.atelier.results.projection;

import org.jspecify.annotations.NullMarked;

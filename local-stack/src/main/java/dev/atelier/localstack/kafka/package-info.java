/** A real Kafka broker on this machine without containers, as a child process that keeps its data. */
@NullMarked
package dev.atelier.localstack.kafka;

import org.jspecify.annotations.NullMarked;

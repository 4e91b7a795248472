/**
 * A real Kafka broker and a real PostgreSQL on this machine without containers: prepared, started, awaited, stopped
 * and killed as child processes that keep their data. The command line runs its stack with them and tests their own.
 */
@NullMarked
package dev.atelier.localstack;

import org.jspecify.annotations.NullMarked;

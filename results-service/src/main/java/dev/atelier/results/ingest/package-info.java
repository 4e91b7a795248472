/**
 * From the log of events into the database: reads with a consumer whose offsets lie in the database beside the rows, and
 * retries whatever fails. Kafka is known in this package only.
 */
@NullMarked
package dev.atelier.results.ingest;

import org.jspecify.annotations.NullMarked;

/**
 * From the log of events into the database: batches are projected and written with the offsets that follow from them, and
 * whatever fails is retried.
 */
@NullMarked
package dev.atelier.results.ingest;

import org.jspecify.annotations.NullMarked;

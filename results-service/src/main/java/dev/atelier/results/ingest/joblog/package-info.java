/** Jobs' logs from their topic into their table, on a thread that the projection does not wait for. */
@NullMarked
package dev.atelier.results.ingest.joblog;

import org.jspecify.annotations.NullMarked;

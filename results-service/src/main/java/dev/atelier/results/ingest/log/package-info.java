/** The log of events as batches of records: read ahead, decoded on all cores, none of them able to stop the reading. */
@NullMarked
package dev.atelier.results.ingest.log;

import org.jspecify.annotations.NullMarked;

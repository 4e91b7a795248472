/** What a batch of records changes in the tables, written in the transaction of its caller. */
@NullMarked
package dev.atelier.results.ingest.batch;

import org.jspecify.annotations.NullMarked;

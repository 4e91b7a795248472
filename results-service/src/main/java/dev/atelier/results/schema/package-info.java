/** What the catalogue of metrics adds to the schema of the database: a list in the views, and indexes. */
@NullMarked
package dev.atelier.results.schema;

import org.jspecify.annotations.NullMarked;

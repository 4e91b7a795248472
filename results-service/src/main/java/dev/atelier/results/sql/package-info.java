/** Rows in and out of PostgreSQL: queries and what their rows become, tables and how rows are written to them. */
@NullMarked
package dev.atelier.results.sql;

import org.jspecify.annotations.NullMarked;

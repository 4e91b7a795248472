/** The projection's tables and the queries over their views, in plain SQL. Every method works in its caller's transaction. */
@NullMarked
package dev.atelier.results.store;

import org.jspecify.annotations.NullMarked;

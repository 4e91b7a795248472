/** The tables of the projection, in and out. Every method works in the transaction of its caller. */
@NullMarked
package dev.atelier.results.store;

import org.jspecify.annotations.NullMarked;

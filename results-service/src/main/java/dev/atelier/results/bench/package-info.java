/** Measures how fast the pages answer over many jobs. */
@NullMarked
package dev.atelier.results.bench;

import org.jspecify.annotations.NullMarked;

/** Compares the search algorithms with those of Optuna and Syne Tune: {@code ./atelier bench search}. */
@NullMarked
package dev.atelier.bench.search;

import org.jspecify.annotations.NullMarked;

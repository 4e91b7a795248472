/** Benchmarks of a whole stack. */
@NullMarked
package dev.atelier.bench.stack;

import org.jspecify.annotations.NullMarked;

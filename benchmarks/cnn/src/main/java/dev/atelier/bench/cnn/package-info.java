/** Benchmarks of the CNN trainer. */
@NullMarked
package dev.atelier.bench.cnn;

import org.jspecify.annotations.NullMarked;

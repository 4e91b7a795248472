/** Benchmarks of the transfer trainer. */
@NullMarked
package dev.atelier.bench.transfer;

import org.jspecify.annotations.NullMarked;

/** What benchmarks share, and those of the trainers' runtime. */
@NullMarked
package dev.atelier.bench;

import org.jspecify.annotations.NullMarked;

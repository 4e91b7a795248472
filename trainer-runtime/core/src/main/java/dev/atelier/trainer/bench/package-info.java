/** Parts of the trainers' benchmarks: a bare training loop, the same in a Python process, and taking turns. */
@NullMarked
package dev.atelier.trainer.bench;

import org.jspecify.annotations.NullMarked;

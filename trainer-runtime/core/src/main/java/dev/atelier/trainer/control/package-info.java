/** Requests about jobs while they wait or run. */
@NullMarked
package dev.atelier.trainer.control;

import org.jspecify.annotations.NullMarked;

/**
 * What a trainer application provides: its algorithm and the models it makes. Everything else (the queue, the data,
 * the loop, checkpoints, events) is the runtime's, and an algorithm knows none of it.
 */
@NullMarked
package dev.atelier.trainer.algorithm;

import org.jspecify.annotations.NullMarked;

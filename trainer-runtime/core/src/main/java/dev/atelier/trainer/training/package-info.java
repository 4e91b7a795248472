/**
 * A job's network and its data in memory: what it takes to train an epoch and to score one. Nothing here reads a topic or writes
 * a checkpoint.
 */
@NullMarked
package dev.atelier.trainer.training;

import org.jspecify.annotations.NullMarked;

/**
 * What happens to a job from the moment it is held to the moment it ends or goes back to the queue: its record, the count of its
 * starts, the wait for its turn and its data, the run, and the event that reports how it ended.
 */
@NullMarked
package dev.atelier.trainer.attempt;

import org.jspecify.annotations.NullMarked;

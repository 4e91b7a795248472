/**
 * The job queue: a Kafka share group of which each trainer is one member. A job is held for as long as its lock is
 * renewed, is handed to one trainer at a time, and leaves the queue only when its outcome is in the log.
 * Knows nothing of what is in a job.
 */
@NullMarked
package dev.atelier.trainer.queue;

import org.jspecify.annotations.NullMarked;

/**
 * One start of a job, which has a random id: the epochs, the checkpoint before every event, the test at the end, and what is kept of
 * the result.
 */
@NullMarked
package dev.atelier.trainer.run;

import org.jspecify.annotations.NullMarked;

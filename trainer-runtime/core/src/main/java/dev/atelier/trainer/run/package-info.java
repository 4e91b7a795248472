/**
 * What happens to a job from the moment it is held to the moment it ends: the wait for its turn and its data, the epochs,
 * the checkpoint before every event, the test at the end. A run is one start of a job and has a random id.
 */
@NullMarked
package dev.atelier.trainer.run;

import org.jspecify.annotations.NullMarked;

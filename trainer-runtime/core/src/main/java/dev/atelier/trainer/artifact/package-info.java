/** The results of jobs on the disk, and what deletes those that retention no longer keeps. */
@NullMarked
package dev.atelier.trainer.artifact;

import org.jspecify.annotations.NullMarked;

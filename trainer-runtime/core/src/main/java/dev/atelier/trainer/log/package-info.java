/** The logs of jobs: what a trainer does with each, line by line, in a topic. They never disturb the work. */
@NullMarked
package dev.atelier.trainer.log;

import org.jspecify.annotations.NullMarked;

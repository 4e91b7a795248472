/** Learning rates by step. */
@NullMarked
package dev.atelier.trainer.schedule;

import org.jspecify.annotations.NullMarked;

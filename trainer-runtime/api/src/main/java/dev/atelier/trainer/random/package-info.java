/** The one source of randomness: a pinned generator, and independent streams derived from a job's seed. */
@NullMarked
package dev.atelier.trainer.random;

import org.jspecify.annotations.NullMarked;

/** The batches that training reads: which images, in which order, as the numbers a network sees. */
@NullMarked
package dev.atelier.trainer.batch;

import org.jspecify.annotations.NullMarked;

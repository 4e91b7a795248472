/** The dataset in memory, and the batches that training reads from it. */
@NullMarked
package dev.atelier.trainer.dataset;

import org.jspecify.annotations.NullMarked;

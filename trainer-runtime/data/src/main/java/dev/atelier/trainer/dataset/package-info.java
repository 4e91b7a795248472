/** The dataset in memory, read from its topic and checked against its manifest. */
@NullMarked
package dev.atelier.trainer.dataset;

import org.jspecify.annotations.NullMarked;

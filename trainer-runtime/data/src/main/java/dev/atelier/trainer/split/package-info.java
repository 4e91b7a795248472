/** Which images of a dataset are for training and which for validation. */
@NullMarked
package dev.atelier.trainer.split;

import org.jspecify.annotations.NullMarked;

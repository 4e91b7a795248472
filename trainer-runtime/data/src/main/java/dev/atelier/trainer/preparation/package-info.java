/** What is decided about a dataset before training: which images validate, and how bytes become numbers. */
@NullMarked
package dev.atelier.trainer.preparation;

import org.jspecify.annotations.NullMarked;

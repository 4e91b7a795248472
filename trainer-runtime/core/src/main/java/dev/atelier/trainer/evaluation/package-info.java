/** What a model's answers are worth: accuracy, loss, confusion and calibration. */
@NullMarked
package dev.atelier.trainer.evaluation;

import org.jspecify.annotations.NullMarked;

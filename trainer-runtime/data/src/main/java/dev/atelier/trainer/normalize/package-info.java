/** From bytes to the numbers a network sees. */
@NullMarked
package dev.atelier.trainer.normalize;

import org.jspecify.annotations.NullMarked;

/** Random transformations of images: flips, rotations and translations. */
@NullMarked
package dev.atelier.trainer.augment;

import org.jspecify.annotations.NullMarked;

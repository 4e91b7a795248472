/** A dataset as it travels: its manifest and its batches of raw images. */
@NullMarked
package dev.atelier.contracts.dataset;

import org.jspecify.annotations.NullMarked;

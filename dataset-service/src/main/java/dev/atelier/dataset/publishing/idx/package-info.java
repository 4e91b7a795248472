/** Images and labels in files of the IDX format: read once to be checked, and again batch by batch. */
@NullMarked
package dev.atelier.dataset.publishing.idx;

import org.jspecify.annotations.NullMarked;

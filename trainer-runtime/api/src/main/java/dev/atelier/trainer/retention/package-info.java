/**
 * Folders of what can be computed or downloaded again: bounded by size and age, shared by processes, never taken away in
 * use.
 */
@NullMarked
package dev.atelier.trainer.retention;

import org.jspecify.annotations.NullMarked;

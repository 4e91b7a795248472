/** A search of hyperparameters as a pure function of its history: what is decided next follows from what is recorded, and from nothing else. */
@NullMarked
package dev.atelier.search;

import org.jspecify.annotations.NullMarked;

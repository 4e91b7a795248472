/** Threads that do not end by themselves. */
@NullMarked
package dev.atelier.dataset.thread;

import org.jspecify.annotations.NullMarked;

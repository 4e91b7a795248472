/** What the process gives its parts: settings, the clock, and threads that do not end by themselves. */
@NullMarked
package dev.atelier.dataset.process;

import org.jspecify.annotations.NullMarked;

/** Follows jobs to their end: progress while they run, tables when they are done. */
@NullMarked
package dev.atelier.cli.follow;

import org.jspecify.annotations.NullMarked;

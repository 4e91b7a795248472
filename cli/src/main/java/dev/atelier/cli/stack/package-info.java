/**
 * The local stack: which services it has, the supervisor that keeps them running, and how the command line starts,
 * observes and ends it.
 */
@NullMarked
package dev.atelier.cli.stack;

import org.jspecify.annotations.NullMarked;

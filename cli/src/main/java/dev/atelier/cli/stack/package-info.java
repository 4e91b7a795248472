/**
 * The local stack: the supervisor that keeps its services running, and how the command line starts,
 * observes and ends it.
 */
@NullMarked
package dev.atelier.cli.stack;

import org.jspecify.annotations.NullMarked;

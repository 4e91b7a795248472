/** The command line: one class for each command. */
@NullMarked
package dev.atelier.cli;

import org.jspecify.annotations.NullMarked;

/** The command line {@code atelier}. */
@NullMarked
package dev.atelier.cli;

import org.jspecify.annotations.NullMarked;

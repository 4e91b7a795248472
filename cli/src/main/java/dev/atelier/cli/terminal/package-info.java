/** Text on a terminal: what must not reach it as it is, and how many columns it takes. */
@NullMarked
package dev.atelier.cli.terminal;

import org.jspecify.annotations.NullMarked;

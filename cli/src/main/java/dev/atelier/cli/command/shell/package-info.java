/** Commands that the entry script carries out itself, and its completion by shells. */
@NullMarked
package dev.atelier.cli.command.shell;

import org.jspecify.annotations.NullMarked;

/** Commands about the results of a study. */
@NullMarked
package dev.atelier.cli.command.study;

import org.jspecify.annotations.NullMarked;

/** Commands about the machine: what it lacks, and how fast it is. */
@NullMarked
package dev.atelier.cli.command.machine;

import org.jspecify.annotations.NullMarked;

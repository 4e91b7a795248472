/** Commands about jobs that were submitted. */
@NullMarked
package dev.atelier.cli.command.job;

import org.jspecify.annotations.NullMarked;

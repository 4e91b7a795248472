/** Commands that submit jobs and studies, and what follows them to their end. */
@NullMarked
package dev.atelier.cli.command.submission;

import org.jspecify.annotations.NullMarked;

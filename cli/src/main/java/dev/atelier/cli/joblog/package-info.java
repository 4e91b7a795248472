/** The log of a job on the command line. */
@NullMarked
package dev.atelier.cli.joblog;

import org.jspecify.annotations.NullMarked;

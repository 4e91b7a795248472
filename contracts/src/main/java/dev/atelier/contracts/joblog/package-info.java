/** The log of a job: what trainers record of the work on it, line by line, for people. */
@NullMarked
package dev.atelier.contracts.joblog;

import org.jspecify.annotations.NullMarked;

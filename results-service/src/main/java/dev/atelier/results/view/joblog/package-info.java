/** The logs of jobs, as they are read. */
@NullMarked
package dev.atelier.results.view.joblog;

import org.jspecify.annotations.NullMarked;

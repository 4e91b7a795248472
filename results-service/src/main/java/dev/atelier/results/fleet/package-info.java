/** Who is there to work on the jobs that wait. */
@NullMarked
package dev.atelier.results.fleet;

import org.jspecify.annotations.NullMarked;

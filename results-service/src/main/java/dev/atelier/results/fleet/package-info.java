/** Which trainers are there for the jobs that wait. */
@NullMarked
package dev.atelier.results.fleet;

import org.jspecify.annotations.NullMarked;

/** Meters with fixed sets of labels: never the id of a job. */
@NullMarked
package dev.atelier.results.meter;

import org.jspecify.annotations.NullMarked;

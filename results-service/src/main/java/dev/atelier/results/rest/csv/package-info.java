/** Tables of jobs, epochs and studies as CSV. */
@NullMarked
package dev.atelier.results.rest.csv;

import org.jspecify.annotations.NullMarked;

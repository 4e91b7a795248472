/** The files of results. */
@NullMarked
package dev.atelier.results.artifact;

import org.jspecify.annotations.NullMarked;

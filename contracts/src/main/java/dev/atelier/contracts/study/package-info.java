/** A study: many jobs from one base, and the pure expansion of the one into the others. */
@NullMarked
package dev.atelier.contracts.study;

import org.jspecify.annotations.NullMarked;

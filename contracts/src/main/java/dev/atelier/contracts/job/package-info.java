/** A job as a person writes it and as a trainer runs it, and the id that follows from it. */
@NullMarked
package dev.atelier.contracts.job;

import org.jspecify.annotations.NullMarked;

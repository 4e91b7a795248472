/** A study that searches: what is searched, the jobs of its trials, and its record as events. */
@NullMarked
package dev.atelier.search.study;

import org.jspecify.annotations.NullMarked;

/** The part of a study's report that is about its search. */
@NullMarked
package dev.atelier.results.report.search;

import org.jspecify.annotations.NullMarked;

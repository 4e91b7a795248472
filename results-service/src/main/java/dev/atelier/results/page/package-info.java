/** Pages for people: the jobs and their curves, live; studies, each with its report. */
@NullMarked
package dev.atelier.results.page;

import org.jspecify.annotations.NullMarked;

/** One plain page for people: the jobs and their curves, live. */
@NullMarked
package dev.atelier.results.page;

import org.jspecify.annotations.NullMarked;

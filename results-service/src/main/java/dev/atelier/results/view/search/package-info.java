/** Searches of studies as people read them: how far they are, what they found, and which parameters mattered. */
@NullMarked
package dev.atelier.results.view.search;

import org.jspecify.annotations.NullMarked;

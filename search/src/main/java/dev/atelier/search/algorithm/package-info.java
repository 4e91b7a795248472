/** The algorithms: when trials begin, how long they are trained, which of them continue, and which wins. */
@NullMarked
package dev.atelier.search.algorithm;

import org.jspecify.annotations.NullMarked;

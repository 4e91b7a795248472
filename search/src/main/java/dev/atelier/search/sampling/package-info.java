/** How the parameters of a trial are chosen: at random, or by a model of the trials before it. */
@NullMarked
package dev.atelier.search.sampling;

import org.jspecify.annotations.NullMarked;

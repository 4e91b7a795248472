/** What models predicted, as their jobs left it. */
@NullMarked
package dev.atelier.results.prediction;

import org.jspecify.annotations.NullMarked;

/** Foreign text as it can be shown and stored. */
@NullMarked
package dev.atelier.results.text;

import org.jspecify.annotations.NullMarked;
